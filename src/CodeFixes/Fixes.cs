using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Partime.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Partime.CodeFixes;

/// <param name="Title">As editors show it.</param>
/// <param name="OldNode">What is replaced.</param>
/// <param name="NewNode">By what.</param>
internal record struct Fix(string Title, SyntaxNode OldNode, SyntaxNode NewNode);

/// <summary>The fix of each mistake, from the syntax and what the analyzer says.</summary>
internal static class Fixes
{
    /// <summary>Null if there is none.</summary>
    public static Fix? Of(Diagnostic mistake, SyntaxNode node) => mistake.Id switch
    {
        "PT001" when Text(mistake, FixKeys.Declaration) is { } declaration => MemberFixes.Declare(Parent<MethodDeclarationSyntax>(node), declaration),
        "PT001" or "PT003" when Text(mistake, FixKeys.Interface) is { } name => ClassFixes.Implement(Parent<TypeDeclarationSyntax>(node), name),
        "PT002" => MemberFixes.MakePublic(Parent<TypeDeclarationSyntax>(node)?.Members.OfType<ConstructorDeclarationSyntax>()
            .FirstOrDefault(member => member.ParameterList.Parameters.Count == 0 && !member.Modifiers.Any(SyntaxKind.StaticKeyword))),
        "PT004" when Text(mistake, FixKeys.Attribute) is { } attribute => ClassFixes.Mark(Parent<TypeDeclarationSyntax>(node), attribute),
        "PT005" when Text(mistake, FixKeys.Name) is { } name => Rename(Parent<AttributeSyntax>(node), name),
        "PT007" => MemberFixes.MakePublic(Parent<PropertyDeclarationSyntax>(node)),
        "PT009" when Text(mistake, FixKeys.InitialValue) is { } value => Parent<EqualsValueClauseSyntax>(node) is { } initial
            ? new($"Set the initial value to {value}", initial.Value, ParseExpression(value).WithTriviaFrom(initial.Value))
            : null,
        "PT011" when Text(mistake, FixKeys.Attribute) is { } attribute => ClassFixes.Mark(node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(ClassFixes.IsWorkload), attribute),
        "PT012" => MemberFixes.ReturnTask(node),
        _ => null,
    };

    private static string? Text(Diagnostic mistake, string key) => mistake.Properties.GetValueOrDefault(key);

    private static T? Parent<T>(SyntaxNode node) where T : SyntaxNode => node.FirstAncestorOrSelf<T>();

    private static Fix? Rename(AttributeSyntax? attribute, string name) =>
        attribute?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText is null or "name")?.Expression is LiteralExpressionSyntax old
            ? new($"Rename it to '{name}'", old, LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(name)))
            : null;
}
