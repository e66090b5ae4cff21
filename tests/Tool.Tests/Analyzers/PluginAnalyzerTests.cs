using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Partime.Analyzers;

namespace Partime.Tool.Tests.Analyzers;

/// <summary>The warnings that authors of plugins get while they type. That the package brings them, a test of the template shows.</summary>
public sealed partial class PluginAnalyzerTests
{
    [Fact]
    public async Task EveryMistakeOfTheTestPluginIsFound()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "tests/TestPlugins/Mistaken"), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText);

        Assert.Equal(
            [
                "PT001 StartAsync: MistakenMethods.StartAsync is never called, because its declaration is not the contract's: write 'public ValueTask StartAsync(CancellationToken cancellationToken)'",
                "PT001 RunAsync: MistakenMethods.RunAsync is never called, because its declaration is not the contract's: write 'public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)'",
                "PT001 Dispose: MistakenMethods.Dispose is never called, because MistakenMethods does not implement IDisposable: write 'class MistakenMethods : IDisposable'",
                "PT002 MistakenConstructor: MistakenConstructor cannot be constructed, because it has no public constructor without parameters: add one, and make its parameters options",
                "PT002 MistakenAbstract: MistakenAbstract cannot be constructed, because it is abstract: mark a concrete class",
                "PT002 MistakenGeneric: MistakenGeneric cannot be constructed, because it is generic: mark a class without type parameters",
                "PT003 Workload: MistakenContract is marked [Workload] and does not implement IWorkload: derive it from Workload or BlockingWorkload",
                "PT003 Executor: MistakenExecutor is marked [Executor] and does not implement IExecutor: implement it",
                "PT004 MistakenMark: MistakenMark implements IWorkload, and partime does not find it: mark it with [Workload(\"name\", \"description\")]",
                "PT005 Workload: 'Mistaken Names' is not a valid name for a workload: use lower-case letters and digits, joined by single hyphens or underscores, and not 'all'",
                "PT005 Option: 'Depth' is not a valid name for an option: use lower-case letters and digits, joined by single hyphens or underscores, and not 'all'",
                "PT006 Metric: Two metrics of MistakenNames are named 'read_bytes': rename one",
                "PT006 Option: Two options of MistakenNames are named 'size': rename one",
                "PT007 Option: The property Address cannot be an option, because it is of the type Version?: use string, bool, a number, an enum, TimeSpan, DateTimeOffset, ByteSize, Uri, Guid, or an array or List of one of these",
                "PT007 Option: The property Fixed cannot be an option, because it is not public with a getter and a setter: write 'public … { get; set; }'",
                "PT007 Option: The property Hidden cannot be an option, because it is not public with a getter and a setter: write 'public … { get; set; }'",
                "PT008 Option: The option 'port' has the Default '70000': write a whole number from 0 to 65535",
                "PT008 Option: The option 'pace' has the Default 'medium': write Slow or Fast",
                "PT008 Option: The option 'sizes' has the Default '1B', which is below its Min '1KiB': change one of them",
                "PT008 Option: The option 'wait' has the Min '5': write a duration such as 500ms, 1.5s, 2m or 1h",
                "PT008 Option: The option 'ratio' has the Min '1', which is above its Max '0.5': exchange them",
                "PT008 Option: The option 'name' has a Min or a Max, which only numbers, durations and sizes can have: leave it out",
                "PT009 4: The option 'level' has the default '5', and its property has the initial value 4: give both the same value",
                "PT010 Option: The option 'key' is required and has a default: leave one of them out",
                "PT011 \"byte\": Tasks that report the metric 'byte' fail, because MistakenMethods does not declare it: add [Metric(\"byte\", \"\")], with its unit",
                "PT012 Log: Tasks do not wait for MistakenMethods.Log, and an exception in it ends the process: return Task instead of void, and await it",
                "PT013 Seen: Threads share the static field MistakenMethods.Seen, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it",
                "PT013 Kept: Threads share the static field MistakenMethods.Kept, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it",
                "PT013 count: Threads share the static field MistakenMethods.count, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it",
            ],
            await FoundInAsync([.. sources]));
    }

    [Theory]
    [InlineData("public void Dispose() { }", "PT001 Dispose: W.Dispose is never called, because W does not implement IDisposable: write 'class W : IDisposable'")]
    [InlineData("public ValueTask StartRunAsync(CancellationToken token) => default;", "PT001 StartRunAsync: W.StartRunAsync is never called, because W does not implement IRunLifetime: write 'class W : IRunLifetime'")]
    [InlineData("public ValueTask EndWorkerAsync(int worker) => default;", "PT001 EndWorkerAsync: W.EndWorkerAsync is never called, because W does not implement IWorkerLifetime: write 'class W : IWorkerLifetime'")]
    [InlineData("public new Task DisposeAsync() => Task.CompletedTask;", "PT001 DisposeAsync: W.DisposeAsync is never called, because its declaration is not the contract's: write 'public override ValueTask DisposeAsync()'")]
    [InlineData("private ValueTask StartAsync() => default;", "PT001 StartAsync: W.StartAsync is never called, because its declaration is not the contract's: write 'public override ValueTask StartAsync(CancellationToken cancellationToken)'")]
    [InlineData("public WorkResult Run(WorkItem item, CancellationToken token) => default;", "PT001 Run: W.Run is never called, because W does not implement IBlockingWorkload: write 'class W : BlockingWorkload'")]
    [InlineData("public static int Count { get; set; }", "PT013 Count: Threads share the static field W.Count, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it")]
    [InlineData("[Option(\"level\", \"\", Default = \"fast\")] public FileMode Mode { get; set; }", "PT008 Option: The option 'level' has the Default 'fast': write CreateNew or Create or Open or OpenOrCreate or Truncate or Append")]
    [InlineData("[Option(\"size\", \"\", Default = \"0.3KiB\")] public ByteSize Size { get; set; }", "PT008 Option: The option 'size' has the Default '0.3KiB': write a size in whole bytes such as 512B, 64KiB or 10MB")]
    [InlineData("[Option(\"words\", \"\", Rest = true)] public int[] Words { get; set; }", "PT007 Option: The property Words cannot be an option, because it has Rest = true and is of the type int[]: make it a string[] or a List<string>")]
    [InlineData("[Option(\"others\", \"\", Others = true)] public string Names { get; set; }", "PT007 Option: The property Names cannot be an option, because it has Others = true and is of the type string: make it a string[] or a List<string>")]
    [InlineData("Exception Failed() => new WorkFailedException(\"\").With(\"byte\", 1);", "PT011 \"byte\": Tasks that report the metric 'byte' fail, because W does not declare it: add [Metric(\"byte\", \"\")], with its unit")]
    [InlineData("[Option(\"on\", \"\", Default = \"true\")] public bool On { get; set; } = false;", "PT009 false: The option 'on' has the default 'true', and its property has the initial value false: give both the same value")]
    [InlineData("[Option(\"mode\", \"\", Default = \"open\")] public FileMode Mode { get; set; } = FileMode.Append;", "PT009 FileMode.Append: The option 'mode' has the default 'open', and its property has the initial value FileMode.Append: give both the same value")]
    public async Task AMistakeInAWorkloadWithTheBaseClassIsFound(string member, string mistake) => Assert.Equal([mistake], await FoundInAsync(Sample.Workload(member)));

    [Theory]
    [InlineData("public override ValueTask StartAsync(CancellationToken token) => default; private Task StartAsync(int times) => Task.CompletedTask;")]
    [InlineData("public override ValueTask DisposeAsync() => base.DisposeAsync(); public void Dispose(int times) { }")]
    [InlineData("private static Task<int> RunAsync(string program) => Task.FromResult(0); private WorkResult Run(WorkItem item) => default;")]
    [InlineData("private static readonly object Gate = new(); private const int Max = 1; [ThreadStatic] private static int own; int Use() => own++ + Max;")]
    [InlineData("async Task LogAsync() => await Task.Yield(); void Plain() { }")]
    [InlineData("[Option(\"name\", \"\", Default = \"x\")] public string Name { get; set; } = \"\";")]
    [InlineData("[Option(\"wait\", \"\", Default = \"1.5s\", Min = \"1ms\", Max = \"1h\")] public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(1.5);")]
    [InlineData("[Option(\"size\", \"\", Default = \"1.5KiB\", Max = \"2kB\")] public ByteSize? Size { get; init; }")]
    [InlineData("[Option(\"ratio\", \"\", Default = \"0.50\", Min = \"0\", Max = \"Infinity\")] public double? Ratio { get; set; } = 0.5;")]
    [InlineData("[Option(\"whole\", \"\", Default = \"1\")] public double Whole { get; set; } = 1;")]
    [InlineData("[Option(\"price\", \"\", Default = \"1.50\")] public decimal Price { get; set; } = 1.5m;")]
    [InlineData("[Option(\"mode\", \"\", Default = \"append\")] public FileMode Mode { get; set; } = FileMode.Append;")]
    [InlineData("[Option(\"counts\", \"\", Default = \"3, -4,5\", Min = \"-4\")] public long[] Counts { get; set; } = [];")]
    [InlineData("[Option(\"texts\", \"\", Default = \"a,b\")] public string[] Texts { get; set; } = [];")]
    [InlineData("[Option(\"words\", \"\", Rest = true)] public string[] Words { get; set; } = []; [Option(\"others\", \"\", Others = true)] public List<string> Names { get; set; } = [];")]
    [InlineData("Exception Failed() => new WorkFailedException(\"\").With(\"bytes\", 1);")]
    [InlineData("WorkResult Of(string name) => default(WorkResult).With(\"bytes\", 1).With(name, 2);")]
    public async Task NothingIsFoundInAWorkloadWithoutMistakes(string members) => Assert.Empty(await FoundInAsync(Sample.Workload(members)));

    [Theory]
    [InlineData("public abstract class Base : IWorkload { public abstract ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken token); [Option(\"a\", \"\")] public int A { get; set; } }")]
    [InlineData("internal sealed class Internal : BlockingWorkload { public override WorkResult Run(WorkItem item, CancellationToken token) => default(WorkResult).With(\"any\", 1); }")]
    [InlineData("[Workload(\"inner\", \"\")] internal sealed class Internal : IWorkload { ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken token) => default; ValueTask IWorkload.StartAsync(CancellationToken token) => StartAsync(); private ValueTask StartAsync() => default; }")]
    [InlineData("public abstract class Base<T> : Workload { [Option(\"value\", \"\", Default = \"1\")] public T Value { get; set; } }")]
    [InlineData("public sealed class Other { private static int count; public async void Run() { count++; await Task.Yield(); } }")]
    public async Task NothingIsFoundInWhatIsNoWorkloadOfItsOwn(string type) => Assert.Empty(await FoundInAsync(type));

    [Theory]
    [InlineData("static readonly Dictionary<int, int> Known = []; void Use(int i) => Known[i] = 1;")]
    [InlineData("static readonly IDictionary<int, int> Known = new Dictionary<int, int>(); void Use(int i) => Known[i]++;")]
    [InlineData("static readonly List<int> Known = []; void Use(int i) => Known.AddRange([i]);")]
    [InlineData("static HashSet<int> Known { get; } = []; bool Use(int i) => Known.Remove(i);")]
    [InlineData("static readonly Stack<int> Known = []; Func<int> Use => () => Known.Pop();")]
    [InlineData("static readonly ConcurrentDictionary<int, int> Known = new(); int Use(int i) => Known.GetOrAdd(i, 1);")]
    [InlineData("static readonly ConcurrentQueue<int> Known = new(); bool Use() => Known.TryDequeue(out _);")]
    [InlineData("static readonly int[] Known = new int[9]; void Use(int i) => Known[i] += 1;")]
    [InlineData("static readonly int[] Known = new int[9]; void Use(int i) => Interlocked.Increment(ref Known[i]);")]
    [InlineData("static readonly int[][] Known = [[1]]; void Use(int i) => Known[i][0]--;")]
    [InlineData("static readonly Dictionary<int, List<int>> Known = []; void Use(int i) => Known[i].Add(1);")]
    [InlineData("static readonly System.Collections.BitArray Known = new(9); void Use(int i) => Known.Set(i, true);")]
    [InlineData("static readonly System.Collections.BitArray Known = new(9); void Use() => Known.Not();")]
    [InlineData("static readonly BlockingCollection<int> Known = []; int Use() => Known.Take();")]
    [InlineData("static readonly int[] Known = [2, 1]; void Use() => Array.Sort(Known);")]
    [InlineData("static readonly int[] Known = [2, 1]; void Use() => Array.Fill(Known, 0);")]
    [InlineData("static readonly int[] Known = [2, 1]; void Use() => Array.Clear(Known);")]
    public async Task AStaticCollectionThatTheClassChangesIsFound(string members) => Assert.StartsWith("PT013 Known: ", Assert.Single(await FoundInAsync(Sample.Workload(members))), StringComparison.Ordinal);

    [Theory]
    [InlineData("static readonly string[] Known = [\"a\"]; string Use(int i) => Known[i];")]
    [InlineData("static readonly Dictionary<int, int> Known = new() { [1] = 2 }; int Use(int i) => Known.TryGetValue(i, out var known) ? known : Known[1];")]
    [InlineData("static readonly Dictionary<int, int> Known = []; static W() => Known[1] = 2;")]
    [InlineData("static readonly List<int> Known = [2, 1]; int[] Use() => Known.Order().Reverse().ToArray();")]
    [InlineData("static readonly HashSet<int> Known = [1]; bool Use(HashSet<int> other) => Known.SetEquals(other);")]
    [InlineData("static readonly ImmutableList<int> Known = [1]; ImmutableList<int> Use() => Known.Add(2);")]
    [InlineData("static readonly string Known = \"ab\"; string Use() => Known.Insert(0, \"a\").Remove(0);")]
    [InlineData("static readonly Dictionary<int, TimeSpan> Known = []; TimeSpan Use(int i) => Known[i].Add(TimeSpan.Zero);")]
    [InlineData("static readonly int[] Known = [2, 1]; int Use(int[] own) { Array.Sort(own); return Array.IndexOf(Known, 1); }")]
    [InlineData("static readonly List<int> Known = [2, 1]; int Use() => Known.Take(1).Sum();")]
    [InlineData("readonly List<int> known = []; void Use(int i) => known.Add(i);")]
    [InlineData("static readonly int[] Known = [1]; void Use(int[] own) => own[Known[0]] = 2;")]
    public async Task ACollectionThatTheClassOnlyReadsIsNone(string members) => Assert.Empty(await FoundInAsync(Sample.Workload(members)));

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task OnlyClassesOfAPluginNeedTheAttribute(string isPlugin, int mistakes) => Assert.Equal(mistakes, (await FoundInAsync(
        ["public sealed class Shared : BlockingWorkload { public override WorkResult Run(WorkItem item, CancellationToken token) => default; }"], isPlugin)).Count);

    [Theory]
    [InlineData("public override Task StartAsync(CancellationToken token) => Task.CompletedTask;", "CS0508")]
    [InlineData("public override ValueTask StartAsync() => default;", "CS0115")]
    public void AWrongOverrideDoesNotCompile(string member, string error) =>
        Assert.Contains($"error {error}: ", Assert.Single(Sample.ErrorsIn(Sample.Compile(Sample.Workload(member)))), StringComparison.Ordinal);

    [Fact]
    public void ThePageNamesEveryMistake() => Assert.Equal(
        new PluginAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Order(StringComparer.Ordinal),
        RowOfPage().Matches(Repository.Text("docs/mistakes.md")).Select(row => row.Groups["id"].Value));

    /// <summary>Each with its place in the source.</summary>
    private static Task<List<string>> FoundInAsync(params string[] sources) => FoundInAsync(sources, "true");

    private static async Task<List<string>> FoundInAsync(string[] sources, string isPlugin)
    {
        var compilation = Sample.Compile(sources);
        Assert.Empty(Sample.ErrorsIn(compilation));
        return [.. (await Sample.MistakesInAsync(compilation, isPlugin)).Select(mistake => $"{mistake.Id} {PlaceOf(mistake)}: {mistake.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }

    private static string PlaceOf(Diagnostic mistake) =>
        mistake.Location.SourceTree!.ToString().Substring(mistake.Location.SourceSpan.Start, mistake.Location.SourceSpan.Length).Split('(')[0];

    [GeneratedRegex(@"^\| (?<id>PT\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex RowOfPage();
}
