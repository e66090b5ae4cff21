using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Partime.CodeFixes;

internal static class ClassFixes
{
    public static Fix? Implement(TypeDeclarationSyntax? type, string name) =>
        type is null ? null : new($"Implement {name}", type, WithBase(type, SimpleBaseType(ParseTypeName(name))));

    /// <summary>With one more attribute, behind those that it has.</summary>
    public static Fix? Mark(TypeDeclarationSyntax? type, string attribute)
    {
        if (type is null || type.AttributeLists.SelectMany(list => list.Attributes).Any(own => own.ToString() == attribute))
            return null;
        var added = ParseMemberDeclaration($"[{attribute}] class C;")!.AttributeLists[0].WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        return new($"Add [{attribute}]", type, type.AttributeLists.Count > 0
            ? type.AddAttributeLists(added)
            : type.WithoutLeadingTrivia().AddAttributeLists(added).WithLeadingTrivia(type.GetLeadingTrivia()));
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
