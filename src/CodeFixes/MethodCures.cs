using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Partime.CodeFixes;

internal static class MethodCures
{
    /// <summary>The contract's declaration before the same body. Parameters keep their names.</summary>
    public static IEnumerable<Cure> Declare(MethodDeclarationSyntax? method, string declaration)
    {
        if (method is null || ParseMemberDeclaration($"{declaration};") is not MethodDeclarationSyntax contract)
            yield break;
        var isAsync = method.Modifiers.Any(SyntaxKind.AsyncKeyword);
        var parameters = contract.ParameterList.Parameters.Select(wanted =>
            method.ParameterList.Parameters.FirstOrDefault(own => own.Type?.ToString() == wanted.Type!.ToString())?.WithoutTrivia() ?? wanted);
        var cured = Members.Change(isAsync ? method : ReturnValueTasks(method), bare => bare
            .WithModifiers(isAsync ? contract.Modifiers.Add(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space)) : contract.Modifiers)
            .WithReturnType(contract.ReturnType)
            .WithParameterList(contract.ParameterList.WithParameters(SeparatedList(parameters, contract.ParameterList.Parameters.GetSeparators())).WithTriviaFrom(method.ParameterList)));
        yield return new($"Declare it as '{declaration}'", method, cured);
    }

    public static IEnumerable<Cure> ReturnTask(SyntaxNode node)
    {
        var type = node switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax function => function.ReturnType,
            _ => null,
        };
        if (type is not null)
            yield return new("Return Task", type, IdentifierName("Task").WithTriviaFrom(type));
    }

    /// <summary>A finished task has the same name as a <c>ValueTask</c>.</summary>
    private static MethodDeclarationSyntax ReturnValueTasks(MethodDeclarationSyntax method) => method.ReplaceNodes(
        method.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(made => made.Name.Identifier.ValueText is "CompletedTask" or "FromResult"
                && !made.Ancestors().TakeWhile(outer => outer != method).Any(outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Select(made => made.Expression).OfType<IdentifierNameSyntax>().Where(task => task.Identifier.ValueText == "Task"),
        (task, _) => IdentifierName("ValueTask").WithTriviaFrom(task));
}
