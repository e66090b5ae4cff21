using Partime.Bench;

// dotnet run -c Release --project bench [NAME…]: the named benchmarks, or all of them.
var benchmarks = new Dictionary<string, Func<Task>>
{
    ["empty-task"] = EmptyTask.CompareAsync,
    ["task-rows"] = TaskRows.CompareAsync,
    ["pools"] = Pools.CompareAsync,
    ["installed-plugins"] = InstalledPlugins.CompareAsync,
    ["interval-coverage"] = IntervalCoverage.CompareAsync,
    ["planted-truth"] = PlantedTruth.CompareAsync,
    ["same-twice"] = SameTwice.CompareAsync,
    ["isolation"] = Isolation.CompareAsync,
};
foreach (var name in args.Except(benchmarks.Keys))
    Console.Error.WriteLine($"There is no benchmark '{name}'; there are {string.Join(", ", benchmarks.Keys)}.");
foreach (var (name, benchmark) in benchmarks)
    if (args.Length == 0 || args.Contains(name))
        await benchmark();
