using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Partime.Analyzers;

/// <summary>What the analyzer reports. The table in docs/mistakes.md says what happens otherwise.</summary>
internal static class Rules
{
    private const string Category = "Partime";

    public static readonly DiagnosticDescriptor NeverCalled = new("PT001", "A method is never called", "{0}.{1} is never called, because {2}: write '{3}'", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor NotConstructible = new("PT002", "A class cannot be constructed", "{0} cannot be constructed, because it {1}", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor NoPlugin = new("PT003", "A marked class is no plugin", "{0} is marked [{1}] and does not implement I{1}: {2}", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor NotMarked = new("PT004", "A plugin class is not marked", "{0} implements I{1}, and partime does not find it: mark it with [{1}(\"name\", \"description\")]", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor InvalidName = new("PT005", "A name is not valid", "'{0}' is not a valid name for {1}: use lower-case letters and digits, joined by single hyphens or underscores, and not 'all'", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor SameName = new("PT006", "Two names are the same", "Two {0}s of {1} are named '{2}': rename one", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor NoOption = new("PT007", "A property cannot be an option", "The property {0} cannot be an option, because it {1}", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor InvalidValue = new("PT008", "A default or a range is not valid", "The option '{0}' {1}", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor OtherInitialValue = new("PT009", "A default differs from the initial value", "The option '{0}' has the default '{1}', and its property has the initial value {2}: give both the same value", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor RequiredWithDefault = new("PT010", "A required option has a default", "The option '{0}' is required and has a default: leave one of them out", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor UndeclaredMetric = new("PT011", "A metric is not declared", "Tasks that report the metric '{0}' fail, because {1} does not declare it: add [Metric(\"{0}\", \"\")], with its unit", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor AsyncVoid = new("PT012", "A method is async void", "Tasks do not wait for {0}.{1}, and an exception in it ends the process: return Task instead of void, and await it", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor MutableStatic = new("PT013", "A static field is mutable", "Threads share the static field {0}.{1}, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it", Category, DiagnosticSeverity.Info, true);

    /// <param name="rule">The rule.</param>
    /// <param name="place">Where the mistake is.</param>
    /// <param name="fix">What the code fix of this mistake writes, and its key of <see cref="FixKeys"/>. Null if it has no fix, or one that follows from the place.</param>
    /// <param name="arguments">For the message.</param>
    public static Diagnostic CreateDiagnostic(this DiagnosticDescriptor rule, Location place, (string Key, string? Text)? fix, params object?[] arguments) =>
        Diagnostic.Create(rule, place, fix is var (key, text) ? ImmutableDictionary<string, string?>.Empty.Add(key, text) : null, arguments);
}
