using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Partime.Analyzers;

/// <summary>Checks one class.</summary>
internal sealed class ClassCheck(ContractTypes contract, INamedTypeSymbol type, Action<Diagnostic> report)
{
    private readonly AttributeData? workload = type.Find(contract.WorkloadAttribute);
    private readonly AttributeData? executor = type.Find(contract.ExecutorAttribute);

    /// <param name="isLibrary">Whether its classes need no attribute.</param>
    public void Check(bool isLibrary)
    {
        if (type.TypeKind != TypeKind.Class)
            return;
        CheckMark("Workload", workload, contract.Workload, "derive it from Workload or BlockingWorkload", isLibrary);
        CheckMark("Executor", executor, contract.Executor, "implement it", isLibrary);
        if (workload is not null || executor is not null)
            CheckMarked();
        if (!type.Implements(contract.Workload))
            return;
        foreach (var (called, method, declaration) in contract.Calls)
            CheckCalled(called, method, declaration);
        foreach (var member in type.GetMembers())
            if (member is IMethodSymbol { IsAsync: true, ReturnsVoid: true })
                Report(Rules.AsyncVoid, member.Place(), null, type.Name, member.Name);
    }

    private void CheckMark(string kind, AttributeData? mark, INamedTypeSymbol implemented, string remedy, bool isLibrary)
    {
        if (mark is not null && !type.Implements(implemented))
            Report(Rules.NoPlugin, mark.Place(type), (FixKeys.Interface, kind == "Workload" && !type.GetMembers("Run").IsEmpty ? "IBlockingWorkload" : $"I{kind}"), type.Name, kind, remedy);
        if (mark is null && !isLibrary && type.Implements(implemented) && type is { IsAbstract: false, DeclaredAccessibility: Accessibility.Public, ContainingType: null, IsGenericType: false })
            Report(Rules.NotMarked, type.Place(), PluginName.From(type.Name) is { } own ? (FixKeys.Attribute, $"{kind}(\"{own}\", \"\")") : null, type.Name, kind);
        if (mark?.Name() is { } name && !PluginName.IsValid(name))
            Report(Rules.InvalidName, mark.Place(type), (FixKeys.Name, PluginName.From(name)), name, kind == "Workload" ? "a workload" : "an executor");
    }

    private void CheckMarked()
    {
        if (ReasonNotToConstruct() is { } reason)
            Report(Rules.NotConstructible, type.Place(), null, type.Name, reason);
        foreach (var metric in type.FindAll(contract.MetricAttribute))
            if (metric.Name() is { } name && !PluginName.IsValid(name))
                Report(Rules.InvalidName, metric.Place(type), null, name, "a metric");
        CheckDistinct("metric", type.FindAll(contract.MetricAttribute));
        CheckDistinct("option", type.WithBases(contract).SelectMany(at => at.GetMembers().OfType<IPropertySymbol>()).SelectMany(property => property.FindAll(contract.OptionAttribute)));
    }

    private string? ReasonNotToConstruct()
    {
        if (type.IsAbstract || type.IsStatic)
            return $"is {(type.IsStatic ? "static" : "abstract")}: mark a concrete class";
        for (var at = type; at is not null; at = at.ContainingType)
            if (at.IsGenericType)
                return "is generic: mark a class without type parameters";
        return type.InstanceConstructors.Any(constructor => constructor is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public })
            ? null
            : "has no public constructor without parameters: add one, and make its parameters options";
    }

    /// <summary>Two names that would become the same column.</summary>
    private void CheckDistinct(string kind, IEnumerable<AttributeData> attributes)
    {
        var names = new HashSet<string>();
        foreach (var attribute in attributes)
            if (attribute.Name() is { } name && !names.Add(name.Replace('-', '_')))
                Report(Rules.SameName, attribute.Place(type), null, kind, type.Name, name);
    }

    /// <summary>A method named as one of the contract that the contract's default, or its base class, stands for.</summary>
    private void CheckCalled(INamedTypeSymbol called, string method, string declaration)
    {
        var hasParameters = !declaration.EndsWith("()", StringComparison.Ordinal);
        var uncalled = type.GetMembers(method).OfType<IMethodSymbol>().FirstOrDefault(member => !member.IsStatic && IsMeant(member) && (hasParameters || member.Parameters.Length == 0));
        if (uncalled is null || type.WithBases(contract).Any(at => at.GetMembers().OfType<IMethodSymbol>().Any(member => IsCalled(member, called, method))))
            return;
        declaration = $"public {(Inherits(called, method) ? "override " : "")}{declaration}";
        if (type.Implements(called))
            Report(Rules.NeverCalled, uncalled.Place(), (FixKeys.Declaration, declaration), type.Name, method, "its declaration is not the contract's", declaration);
        else
            Report(Rules.NeverCalled, uncalled.Place(), (FixKeys.Interface, called.Name), type.Name, method, $"{type.Name} does not implement {called.Name}", $"class {type.Name} : {(called.Name == "IBlockingWorkload" ? "BlockingWorkload" : called.Name)}");
    }

    /// <summary>Whether a base class of the contract implements the method.</summary>
    private bool Inherits(INamedTypeSymbol called, string method) =>
        called.GetMembers(method).Any(slot => type.FindImplementationForInterfaceMember(slot) is { ContainingType: { TypeKind: TypeKind.Class } implementing } && contract.IsContracts(implementing));

    private bool IsCalled(IMethodSymbol member, INamedTypeSymbol called, string method) =>
        (member.IsOverride && member.Name == method)
        || called.GetMembers(method).Any(slot => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(slot), member));

    /// <summary>A method that is not public may be any; a preparation, or one that takes a task, is hardly meant for anything else.</summary>
    private bool IsMeant(IMethodSymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public
        || member.Name == "StartAsync"
        || (member.Name == "RunAsync" && SymbolEqualityComparer.Default.Equals(member.Parameters.FirstOrDefault()?.Type, contract.WorkItem));

    private void Report(DiagnosticDescriptor rule, Location place, (string, string?)? fix, params object[] arguments) => report(rule.CreateDiagnostic(place, fix, arguments));
}

/// <summary>Names become arguments, list items and columns.</summary>
internal static class PluginName
{
    public static bool IsValid(string name)
    {
        var mayJoin = false;
        foreach (var letter in name)
            if (letter is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
                mayJoin = true;
            else if (letter is '-' or '_' && mayJoin)
                mayJoin = false;
            else
                return false;
        return mayJoin && name != "all";
    }

    /// <summary>The valid name nearest to a class's or an invalid one: <c>word-count</c> for <c>WordCount</c>. Null if there is none.</summary>
    public static string? From(string text)
    {
        var name = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            if (text[i] is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
                name.Append(text[i]);
            else if (text[i] is >= 'A' and <= 'Z')
                name.Append(i > 0 && (!char.IsUpper(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1]))) ? "-" : "").Append(char.ToLowerInvariant(text[i]));
            else
                name.Append('-');
        var joined = Regex.Replace(name.ToString().Trim('-', '_'), "[-_]{2,}", "-");
        return IsValid(joined) ? joined : null;
    }
}
