using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Partime.CodeFixes;

/// <param name="title">As editors show it.</param>
/// <param name="node">What is replaced.</param>
/// <param name="cured">By what.</param>
internal sealed class Cure(string title, SyntaxNode node, SyntaxNode cured)
{
    public string Title { get; } = title;

    public SyntaxNode Node { get; } = node;

    public SyntaxNode Cured { get; } = cured;
}

/// <summary>The cures of each mistake, the best first. Only the syntax tells them, and what the analyzer says is to be written.</summary>
internal static class Cures
{
    public static readonly IReadOnlyDictionary<string, Func<SyntaxNode, string?, IEnumerable<Cure>>> Of = new Dictionary<string, Func<SyntaxNode, string?, IEnumerable<Cure>>>
    {
        ["PT001"] = (node, write) => write!.EndsWith(")", StringComparison.Ordinal)
            ? MethodCures.Declare(Parent<MethodDeclarationSyntax>(node), write)
            : ClassCures.Implement(Parent<TypeDeclarationSyntax>(node), write),
        ["PT002"] = (node, _) => ClassCures.OpenConstructor(Parent<TypeDeclarationSyntax>(node)),
        ["PT003"] = (node, write) => ClassCures.Implement(Parent<TypeDeclarationSyntax>(node), write!),
        ["PT004"] = (node, write) => ClassCures.Mark(Parent<TypeDeclarationSyntax>(node), write),
        ["PT005"] = (node, write) => Rename(Parent<AttributeSyntax>(node), write),
        ["PT006"] = (node, write) => write is null ? [] : ClassCures.RemoveAttribute(Parent<TypeDeclarationSyntax>(node), Parent<AttributeSyntax>(node)),
        ["PT007"] = (node, write) => write is null ? [] : OpenProperty(Parent<PropertyDeclarationSyntax>(node)),
        ["PT008"] = (node, write) => MendRange(Parent<AttributeSyntax>(node), write),
        ["PT009"] = (node, write) => Parent<EqualsValueClauseSyntax>(node) is { } initial
            ? [new($"Set the initial value to {write}", initial.Value, ParseExpression(write!).WithTriviaFrom(initial.Value))]
            : [],
        ["PT011"] = (node, write) => ClassCures.Mark(node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(ClassCures.IsWorkload), write),
        ["PT012"] = (node, _) => MethodCures.ReturnTask(node),
        ["PT013"] = (node, write) => write is null ? [] : MakeReadOnly(node),
    };

    private static T? Parent<T>(SyntaxNode node) where T : SyntaxNode => node.FirstAncestorOrSelf<T>();

    private static IEnumerable<Cure> Rename(AttributeSyntax? attribute, string? name)
    {
        if (name is not null && attribute?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText is null or "name")?.Expression is LiteralExpressionSyntax old)
            yield return new($"Rename it to '{name}'", old, LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(name)));
    }

    private static IEnumerable<Cure> OpenProperty(PropertyDeclarationSyntax? property)
    {
        if (property?.AccessorList is not { } list || list.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null))
            yield break;
        var accessors = list.Accessors.Select(accessor => accessor.WithModifiers(default).WithTriviaFrom(accessor)).ToList();
        if (accessors.All(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)))
            accessors.Add(AccessorDeclaration(SyntaxKind.SetAccessorDeclaration).WithSemicolonToken(Token(SyntaxKind.SemicolonToken)).WithTriviaFrom(accessors[0]));
        yield return new("Make the property public with a getter and a setter", property, Members.Public(property.WithAccessorList(list.WithAccessors(List(accessors)))));
    }

    /// <summary>With names to write, the first becomes that of the Min and the second that of the Max. Without, both go.</summary>
    private static IEnumerable<Cure> MendRange(AttributeSyntax? attribute, string? write)
    {
        if (write is null || attribute?.ArgumentList is not { } list)
            yield break;
        var bounds = list.Arguments.Where(argument => argument.NameEquals?.Name.Identifier.ValueText is "Min" or "Max").ToList();
        if (write.Length == 0)
            yield return new("Remove the Min and the Max", list, list.RemoveNodes(bounds, SyntaxRemoveOptions.KeepNoTrivia)!);
        else
            yield return new("Exchange the Min and the Max", list, list.ReplaceNodes(bounds, (bound, _) => bound.WithExpression(bounds.First(other => other != bound).Expression.WithTriviaFrom(bound.Expression))));
    }

    /// <summary>What is written anywhere but where it is declared does not compile then.</summary>
    private static IEnumerable<Cure> MakeReadOnly(SyntaxNode node)
    {
        if (Parent<PropertyDeclarationSyntax>(node) is { Initializer: not null, AccessorList: { } list })
            yield return new("Remove the setter", list, list.WithAccessors(List(list.Accessors.Where(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)))));
        if (Parent<FieldDeclarationSyntax>(node) is { Declaration.Variables.Count: 1 } field && field.Declaration.Variables[0].Initializer is not null)
            yield return new("Make the field readonly", field, field.AddModifiers(Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space)));
    }
}

internal static class Members
{
    /// <summary>Changes what stands behind the attributes, and keeps them and the comments.</summary>
    public static T Change<T>(T member, Func<T, T> change) where T : MemberDeclarationSyntax
    {
        var bare = (T)member.WithAttributeLists(default);
        return (T)change(bare.WithoutLeadingTrivia()).WithLeadingTrivia(bare.GetLeadingTrivia()).WithAttributeLists(member.AttributeLists);
    }

    public static T Public<T>(T member) where T : MemberDeclarationSyntax => Change(member, bare => (T)bare.WithModifiers(TokenList(
        [Token(SyntaxKind.PublicKeyword).WithTrailingTrivia(Space), .. bare.Modifiers.Where(modifier => !SyntaxFacts.IsAccessibilityModifier(modifier.Kind()))])));
}
