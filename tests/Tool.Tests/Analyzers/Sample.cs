using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Partime.Analyzers;

namespace Partime.Tool.Tests.Analyzers;

/// <summary>Plugins in source. All are compiled on one compilation, which has read its references once.</summary>
internal static class Sample
{
    public static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileNameWithoutExtension(path) is "System.Private.CoreLib" or "System.Runtime" or "System.Collections" or "System.Collections.Concurrent" or "System.Collections.Immutable" or "System.Console" or "System.Linq" or "System.Private.Uri" or "Partime.Abstractions")
            .Select(path => MetadataReference.CreateFromFile(path))];

    public static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private const string Usings = "using System; using System.Collections.Concurrent; using System.Collections.Generic; using System.Collections.Immutable; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks; using Partime;\n";

    private static readonly CSharpCompilation Empty = CSharpCompilation.Create("Sample", [], References, Options);

    /// <summary>A workload with these members, on lines of their own.</summary>
    public static string Workload(string members) => $$"""
        [Workload("w", "Works.")]
        [Metric("bytes", "B")]
        public sealed class W : Workload
        {
            public override ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken token) => default;
            {{members}}
        }
        """;

    public static string WithUsings(string source) => Usings + source;

    public static CSharpCompilation Compile(params string[] sources) => Empty.AddSyntaxTrees(sources.Select(source => CSharpSyntaxTree.ParseText(WithUsings(source))));

    public static IEnumerable<string> ErrorsIn(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString());

    /// <summary>In the order of the ids and then of the source.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> MistakesInAsync(Compilation compilation, string isPlugin = "true")
    {
        var found = await compilation.WithAnalyzers([new PluginAnalyzer()], new AnalyzerOptions([], new Properties(isPlugin))).GetAnalyzerDiagnosticsAsync();
        var order = compilation.SyntaxTrees.ToList();
        return [.. found.OrderBy(mistake => mistake.Id, StringComparer.Ordinal).ThenBy(mistake => order.IndexOf(mistake.Location.SourceTree!)).ThenBy(mistake => mistake.Location.SourceSpan.Start)];
    }

    /// <summary>What a build tells the analyzer of the project.</summary>
    private sealed class Properties(string isPlugin) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new ProjectOptions(isPlugin);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class ProjectOptions(string isPlugin) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => (value = key == "build_property.IsPartimePlugin" ? isPlugin : null) is not null;
    }
}
