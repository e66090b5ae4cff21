using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Partime.CodeFixes;

internal static class MemberFixes
{
    /// <summary>The contract's declaration before the same body. Parameters keep their names.</summary>
    public static Fix? Declare(MethodDeclarationSyntax? method, string declaration)
    {
        if (method is null || ParseMemberDeclaration($"{declaration};") is not MethodDeclarationSyntax contract)
            return null;
        var isAsync = method.Modifiers.Any(SyntaxKind.AsyncKeyword);
        var parameters = contract.ParameterList.Parameters.Select(wanted =>
            method.ParameterList.Parameters.FirstOrDefault(own => own.Type?.ToString() == wanted.Type!.ToString())?.WithoutTrivia() ?? wanted);
        return new($"Declare it as '{declaration}'", method, Change(isAsync ? method : ReturnValueTasks(method), bare => bare
            .WithModifiers(isAsync ? contract.Modifiers.Add(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space)) : contract.Modifiers)
            .WithReturnType(contract.ReturnType)
            .WithParameterList(contract.ParameterList.WithParameters(SeparatedList(parameters, contract.ParameterList.Parameters.GetSeparators())).WithTriviaFrom(method.ParameterList))));
    }

    public static Fix? ReturnTask(SyntaxNode node) => (node switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax function => function.ReturnType,
        _ => null,
    }) is { } type ? new("Return Task", type, IdentifierName("Task").WithTriviaFrom(type)) : null;

    public static Fix? MakePublic(ConstructorDeclarationSyntax? constructor) =>
        constructor is null ? null : new("Make the constructor public", constructor, WithPublic(constructor));

    public static Fix? MakePublic(PropertyDeclarationSyntax? property)
    {
        if (property?.AccessorList is not { } list || list.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null))
            return null;
        var accessors = list.Accessors.Select(accessor => accessor.WithModifiers(default).WithTriviaFrom(accessor)).ToList();
        if (accessors.All(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)))
            accessors.Add(AccessorDeclaration(SyntaxKind.SetAccessorDeclaration).WithSemicolonToken(Token(SyntaxKind.SemicolonToken)).WithTriviaFrom(accessors[0]));
        var mended = WithPublic(property.WithAccessorList(list.WithAccessors(List(accessors))));
        // It is already if only its type is none for options.
        return AreEquivalent(property, mended) ? null : new("Make the property public with a getter and a setter", property, mended);
    }

    /// <summary>A finished task has the same name as a <c>ValueTask</c>.</summary>
    private static MethodDeclarationSyntax ReturnValueTasks(MethodDeclarationSyntax method) => method.ReplaceNodes(
        method.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(made => made.Name.Identifier.ValueText is "CompletedTask" or "FromResult"
                && !made.Ancestors().TakeWhile(outer => outer != method).Any(outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Select(made => made.Expression).OfType<IdentifierNameSyntax>().Where(task => task.Identifier.ValueText == "Task"),
        (task, _) => IdentifierName("ValueTask").WithTriviaFrom(task));

    private static T WithPublic<T>(T member) where T : MemberDeclarationSyntax => Change(member, bare => (T)bare.WithModifiers(TokenList(
        [Token(SyntaxKind.PublicKeyword).WithTrailingTrivia(Space), .. bare.Modifiers.Where(modifier => !SyntaxFacts.IsAccessibilityModifier(modifier.Kind()))])));

    /// <summary>Changes what stands behind the attributes, and keeps them and the comments.</summary>
    private static T Change<T>(T member, Func<T, T> change) where T : MemberDeclarationSyntax
    {
        var bare = (T)member.WithAttributeLists(default);
        return (T)change(bare.WithoutLeadingTrivia()).WithLeadingTrivia(bare.GetLeadingTrivia()).WithAttributeLists(member.AttributeLists);
    }
}
