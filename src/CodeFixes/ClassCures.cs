using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Partime.CodeFixes;

internal static class ClassCures
{
    /// <param name="type">The class.</param>
    /// <param name="interfaces">Separated by a space: the first of them all of whose members the class has.</param>
    public static IEnumerable<Cure> Implement(TypeDeclarationSyntax? type, string interfaces)
    {
        if (type is not null)
            foreach (var name in interfaces.Split(' '))
                yield return new($"Implement {name}", type, WithBase(type, SimpleBaseType(ParseTypeName(name))));
    }

    public static IEnumerable<Cure> OpenConstructor(TypeDeclarationSyntax? type)
    {
        var constructors = type?.Members.OfType<ConstructorDeclarationSyntax>() ?? [];
        if (constructors.FirstOrDefault(member => member.ParameterList.Parameters.Count == 0 && !member.Modifiers.Any(SyntaxKind.StaticKeyword)) is { } constructor)
            yield return new("Make the constructor public", constructor, Members.Public(constructor));
    }

    /// <summary>With one more attribute, behind those that it has.</summary>
    public static IEnumerable<Cure> Mark(TypeDeclarationSyntax? type, string? attribute)
    {
        if (type is null || attribute is null || type.AttributeLists.SelectMany(list => list.Attributes).Any(own => own.ToString() == attribute))
            yield break;
        var added = ParseMemberDeclaration($"[{attribute}] class C;")!.AttributeLists[0].WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        var cured = type.AttributeLists.Count > 0
            ? type.AddAttributeLists(added)
            : type.WithoutLeadingTrivia().AddAttributeLists(added).WithLeadingTrivia(type.GetLeadingTrivia());
        yield return new($"Add [{attribute}]", type, cured);
    }

    public static IEnumerable<Cure> RemoveAttribute(TypeDeclarationSyntax? type, AttributeSyntax? attribute)
    {
        if (type is null || attribute?.Parent is not AttributeListSyntax list)
            yield break;
        var cured = list.Attributes.Count > 1
            ? type.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)))
            : type.RemoveNode(list, list == type.AttributeLists[0] ? SyntaxRemoveOptions.KeepLeadingTrivia : SyntaxRemoveOptions.KeepNoTrivia)!;
        yield return new("Remove the second", type, cured);
    }

    /// <summary>By its attribute's name.</summary>
    public static bool IsWorkload(TypeDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString().Split('.').Last() is "Workload" or "WorkloadAttribute");

    /// <summary>The end of the line stays behind the name, or behind the parameters of the constructor.</summary>
    private static TypeDeclarationSyntax WithBase(TypeDeclarationSyntax type, BaseTypeSyntax added)
    {
        if (type.BaseList is { } bases)
            return type.WithBaseList(bases.WithTypes(bases.Types.Replace(bases.Types.Last(), bases.Types.Last().WithoutTrailingTrivia()).Add(added.WithTrailingTrivia(bases.GetTrailingTrivia()))));
        var last = (type.ParameterList ?? type.TypeParameterList as SyntaxNode)?.GetLastToken() ?? type.Identifier;
        return ((TypeDeclarationSyntax)type.ReplaceToken(last, last.WithTrailingTrivia(Space)))
            .WithBaseList(BaseList(Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space), SingletonSeparatedList(added)).WithTrailingTrivia(last.TrailingTrivia));
    }
}
