using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Partime.CodeFixes;

namespace Partime.Tool.Tests.Analyzers;

/// <summary>What an editor does with a mistake when its author lets it.</summary>
public sealed partial class CodeFixTests
{
    private static readonly AdhocWorkspace Editor = new();

    private static readonly Project Empty = Editor.AddProject(ProjectInfo.Create(
        ProjectId.CreateNewId(), VersionStamp.Default, "Sample", "Sample", LanguageNames.CSharp, compilationOptions: Sample.Options, metadataReferences: Sample.References));

    private static readonly PluginCodeFixProvider Fixes = new();

    [Theory]
    [InlineData("PT001", "private async Task StartAsync() => await Task.Yield();", "public override async ValueTask StartAsync(CancellationToken cancellationToken) => await Task.Yield();")]
    [InlineData("PT001", "/// <summary>Reads it.</summary>\n    [Obsolete]\n    Task StartAsync(CancellationToken stop) { return Task.CompletedTask; }", "/// <summary>Reads it.</summary>\n    [Obsolete]\n    public override ValueTask StartAsync(CancellationToken stop) { return ValueTask.CompletedTask; }")]
    [InlineData("PT001", "public new Task DisposeAsync() => Task.CompletedTask;", "public override ValueTask DisposeAsync() => ValueTask.CompletedTask;")]
    [InlineData("PT007", "[Option(\"size\", \"\")] internal int Size { get; set; }", "[Option(\"size\", \"\")] public int Size { get; set; }")]
    [InlineData("PT007", "[Option(\"size\", \"\")] public int Size { get; }", "[Option(\"size\", \"\")] public int Size { get; set; }")]
    [InlineData("PT007", "[Option(\"size\", \"\")]\n    public int Size { get; private set; } = 4; // KiB", "[Option(\"size\", \"\")]\n    public int Size { get; set; } = 4; // KiB")]
    [InlineData("PT005", "[Option(\"Max Size\", \"\")] public int Size { get; set; }", "[Option(\"max-size\", \"\")] public int Size { get; set; }")]
    [InlineData("PT009", "[Option(\"level\", \"\", Default = \"5\")] public int Level { get; set; } = 4; // of 9", "[Option(\"level\", \"\", Default = \"5\")] public int Level { get; set; } = 5; // of 9")]
    [InlineData("PT009", "[Option(\"on\", \"\", Default = \"TRUE\")] public bool On { get; set; } = false;", "[Option(\"on\", \"\", Default = \"TRUE\")] public bool On { get; set; } = true;")]
    [InlineData("PT009", "[Option(\"name\", \"\", Default = \"a\\\"b\")] public string Name { get; set; } = \"x\";", "[Option(\"name\", \"\", Default = \"a\\\"b\")] public string Name { get; set; } = \"a\\\"b\";")]
    [InlineData("PT009", "[Option(\"mode\", \"\", Default = \"open\")] public FileMode? Mode { get; set; } = FileMode.Append;", "[Option(\"mode\", \"\", Default = \"open\")] public FileMode? Mode { get; set; } = FileMode.Open;")]
    [InlineData("PT009", "[Option(\"price\", \"\", Default = \"1.5\")] public decimal Price { get; set; } = 1;", "[Option(\"price\", \"\", Default = \"1.5\")] public decimal Price { get; set; } = 1.5m;")]
    [InlineData("PT009", "[Option(\"ratio\", \"\", Default = \"-1e3\")] public float Ratio { get; set; } = 1;", "[Option(\"ratio\", \"\", Default = \"-1e3\")] public float Ratio { get; set; } = -1e3f;")]
    [InlineData("PT012", "async void Log() => await Task.Yield();", "async Task Log() => await Task.Yield();")]
    public async Task AMemberIsMended(string id, string members, string mended) => Assert.Equal(Sample.Workload(mended), await MendAsync(id, Sample.Workload(members)));

    [Theory]
    [InlineData("PT001", "public sealed class V : IWorkload\n{\n    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken token) => default;\n    public void Dispose() { }\n}", "public sealed class V : IWorkload", "public sealed class V : IWorkload, IDisposable")]
    [InlineData("PT001", "[Workload(\"v\", \"\")]\npublic sealed class V : IBlockingWorkload // quick\n{\n    public WorkResult Run(WorkItem item, CancellationToken token) => default;\n    public ValueTask StartRunAsync(CancellationToken token) => default;\n    public ValueTask EndRunAsync() => default;\n}", "public sealed class V : IBlockingWorkload // quick", "public sealed class V : IBlockingWorkload, IRunLifetime // quick")]
    [InlineData("PT001", "public sealed class V : IBlockingWorkload\n{\n    public WorkResult Run(WorkItem item, CancellationToken token) => default;\n    public async Task<WorkResult> RunAsync(WorkItem item)\n    {\n        await Task.Yield();\n        return default;\n    }\n}", "    public async Task<WorkResult> RunAsync(WorkItem item)", "    public async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)")]
    [InlineData("PT002", "[Workload(\"v\", \"\")]\npublic sealed class V : Workload\n{\n    /// <summary>Makes one.</summary>\n    internal V() { }\n    public override ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken token) => default;\n}", "internal V()", "public V()")]
    [InlineData("PT002", "[Workload(\"v\", \"\")]\npublic sealed class V : Workload\n{\n    V() { }\n    public override ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken token) => default;\n}", "    V()", "    public V()")]
    [InlineData("PT003", "[Workload(\"v\", \"\")]\npublic sealed class V\n{\n    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken token) => default;\n}", "class V", "class V : IWorkload")]
    [InlineData("PT003", "[Workload(\"v\", \"\")]\npublic sealed class V() // none\n{\n    public WorkResult Run(WorkItem item, CancellationToken token) => default;\n}", "class V()", "class V() : IBlockingWorkload")]
    [InlineData("PT003", "[Executor(\"e\", \"\")]\npublic sealed class E : IDisposable\n{\n    public void Dispose() { }\n    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken token) => default;\n}", "IDisposable", "IDisposable, IExecutor")]
    [InlineData("PT004", "/// <summary>Counts.</summary>\npublic sealed class WordCount : BlockingWorkload\n{\n    public override WorkResult Run(WorkItem item, CancellationToken token) => default;\n}", "public sealed", "[Workload(\"word-count\", \"\")]\npublic sealed")]
    [InlineData("PT004", "[Obsolete(\"Old.\")]\npublic sealed class Sha256Sum : BlockingWorkload\n{\n    public override WorkResult Run(WorkItem item, CancellationToken token) => default;\n}", "public sealed", "[Workload(\"sha256-sum\", \"\")]\npublic sealed")]
    [InlineData("PT004", "namespace N\n{\n    public sealed class HTTPFetch : BlockingWorkload\n    {\n        public override WorkResult Run(WorkItem item, CancellationToken token)   => default;\n    }\n}", "    public sealed", "    [Workload(\"http-fetch\", \"\")]\n    public sealed")]
    [InlineData("PT011", "namespace N\n{\n    /// <summary>Counts.</summary>\n    [Workload(\"v\", \"\")]\n    public sealed class V : BlockingWorkload\n    {\n        public override WorkResult Run(WorkItem item, CancellationToken token) => WorkResult.Of(1).With(\"bytes\", 2);\n    }\n}", "    public sealed", "    [Metric(\"bytes\", \"\")]\n    public sealed")]
    [InlineData("PT005", "[Workload(\"Word Count\", \"\")]\npublic sealed class V : BlockingWorkload\n{\n    public override WorkResult Run(WorkItem item, CancellationToken token) => default;\n}", "Word Count", "word-count")]
    [InlineData("PT011", "/// <summary>Counts.</summary>\n[Workload(\"v\", \"\")] // the name\npublic sealed class V : BlockingWorkload\n{\n    public override WorkResult Run(WorkItem item, CancellationToken token) => WorkResult.Of(1).With(\"bytes\", 2);\n}", "// the name\n", "// the name\n[Metric(\"bytes\", \"\")]\n")]
    [InlineData("PT011", "[Workload(\"v\", \"\")]\npublic sealed class V : BlockingWorkload\n{\n    public override WorkResult Run(WorkItem item, CancellationToken token) => Inner.Of();\n    private static class Inner { public static WorkResult Of() => WorkResult.Of(1).With(\"bytes\", 2); }\n}", "public sealed", "[Metric(\"bytes\", \"\")]\npublic sealed")]
    public async Task AClassIsMended(string id, string type, string mistaken, string mended) => Assert.Equal(type.Replace(mistaken, mended, StringComparison.Ordinal), await MendAsync(id, type));

    [Theory]
    [InlineData("PT001", "public Task StartAsync(int times) => Task.Delay(times);")]
    [InlineData("PT001", "public new Task DisposeAsync() => Task.Delay(1);")]
    [InlineData("PT001", "public ValueTask StartRunAsync(CancellationToken token) => default; public int EndRunAsync() => 1;")]
    [InlineData("PT005", "[Option(\"all\", \"\")] public int Size { get; set; }")]
    [InlineData("PT005", "[Option(\"Ä\", \"\")] public int Size { get; set; }")]
    [InlineData("PT007", "[Option(\"size\", \"\")] public int Size => 3;")]
    [InlineData("PT007", "[Option(\"size\", \"\")] public int Size { get => 3; }")]
    [InlineData("PT007", "[Option(\"version\", \"\")] public Version? Version { get; set; }")]
    [InlineData("PT009", "[Option(\"ratio\", \"\", Default = \"Infinity\")] public double Ratio { get; set; } = 1;")]
    [InlineData("PT012", "public W() => AppDomain.CurrentDomain.ProcessExit += Log; async void Log(object? sender, EventArgs arguments) => await Task.Yield();")]
    public async Task WhatHasNoObviousFixIsLeftToItsAuthor(string id, string members) => Assert.Null(await MendAsync(id, Sample.Workload(members)));

    [Fact]
    public async Task AFixThatBreaksAnotherFileIsNotOffered()
    {
        var source = Sample.Workload("public async Task StartAsync() => await Task.Yield();");
        Assert.NotNull(await MendAsync("PT001", source));
        Assert.Null(await MendAsync("PT001", source, "class Caller { Task Call(W workload) => workload.StartAsync(); }"));
    }

    /// <summary>A metric that is reported twice is declared once.</summary>
    [Fact]
    public async Task AllOfAKindAreMendedAtOnce()
    {
        var document = Document(Sample.Workload("""
            WorkResult Of() => default(WorkResult).With("Bad Name", 0).With("calls", 1).With("hits", 2);
                WorkResult Again() => default(WorkResult).With("calls", 3);
            """));
        var action = await Fixes.GetFixAllProvider().GetFixAsync(new FixAllContext(document, Fixes, FixAllScope.Document, "PT011", ["PT011"], new Mistakes(), CancellationToken.None));
        Assert.StartsWith("""
            [Workload("w", "Works.")]
            [Metric("bytes", "B")]
            [Metric("calls", "")]
            [Metric("hits", "")]
            public sealed class W : Workload
            """, await TextAsync(document, action!), StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageSaysWhatHasACodeFix() => Assert.Equal(
        Fixes.FixableDiagnosticIds, RowOfPage().Matches(Repository.Text("docs/mistakes.md")).Where(row => row.Groups["fix"].Value != "none").Select(row => row.Groups["id"].Value));

    private static Document Document(string source, string other = "") => Empty.AddDocument("Other.cs", Sample.WithUsings(other)).Project.AddDocument("Sample.cs", Sample.WithUsings(source));

    private static async Task<string?> MendAsync(string id, string source, string other = "")
    {
        var document = Document(source, other);
        var mistake = (await MistakesInAsync(document)).First(found => found.Id == id);
        CodeAction? fix = null;
        await Fixes.RegisterCodeFixesAsync(new CodeFixContext(document, mistake, (action, _) => fix ??= action, CancellationToken.None));
        if (fix is null)
            return null;
        var text = await TextAsync(document, fix);
        Assert.DoesNotContain(id, (await MistakesInAsync(Document(text))).Select(found => found.Id));
        return text;
    }

    private static async Task<string> TextAsync(Document document, CodeAction fix)
    {
        var change = (ApplyChangesOperation)Assert.Single(await fix.GetOperationsAsync(CancellationToken.None));
        var mended = change.ChangedSolution.GetDocument(document.Id)!;
        Assert.Empty(Sample.ErrorsIn((await mended.Project.GetCompilationAsync())!));
        return (await mended.GetTextAsync()).ToString()[Sample.WithUsings("").Length..];
    }

    private static async Task<IReadOnlyList<Diagnostic>> MistakesInAsync(Document document) => await Sample.MistakesInAsync((await document.Project.GetCompilationAsync())!);

    private sealed class Mistakes : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await MistakesInAsync(document);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }

    [GeneratedRegex(@"^\| (?<id>PT\d{3}) \|.*\| (?<fix>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex RowOfPage();
}
