using System.Collections.Concurrent;
using System.Globalization;
using Partime.Bench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// The outputs of child processes are read on the thread pool, which would add the threads for that too slowly.
ThreadPool.SetMinThreads(32, 32);
Benchmark[] benchmarks =
[
    new("start-up", "commands that measure next to nothing / an empty .NET program", "at most 1.5, 2.5, 4 and 6", "20 s", StartUp.Run, HasPeers: true),
    new("empty-task", "an empty task under serial and threads / by hand, Parallel.For, Task.WhenAll and Python's threads", "at most 1.2 by hand", "45 s", EmptyTask.Run, Needs: "python3", HasPeers: true),
    new("pools", "worker processes / Python's pools and joblib", "1/1000 of ProcessPoolExecutor per task, no slower start than forkserver, at most 3% above the ideal schedule", "3 min", Pools.Run, Needs: "python3", HasPeers: true),
    new("task-length", "the time per task / its length, from nothing to 1 s, under all executors", "none", "1 min", TaskLength.Run, Needs: "python3", HasPeers: true),
    new("command", "a program that does nothing, as a task / under xargs, GNU parallel and hyperfine, and the spread of times / hyperfine's", "at most 1.3 and 0.5, and at most 1.45", "3 min", Command.Run, Needs: "python3", HasPeers: true),
    new("http", "a request of http-fetch / of ab, wrk, requests and aiohttp, to one nginx", "at most 1/0.85 of ab and 1/0.95 of wrk", "1 min", Http.Run, Needs: "nginx", HasPeers: true),
    new("task-rows", "a row per task / Python's csv.writer, and the memory of ten million tasks", "at most 1/4 with numbers, and 300 MB", "1 min", TaskRows.Run, Needs: "python3", HasPeers: true),
    new("portable", "worker processes as Windows and macOS have them / as Linux has them, on Linux", "at most 1.2 per task, at most 1.5 at the start", "2 min", Portable.Run),
    new("installed-plugins", "start-up with 50 installed plugins / with 3", "at most 2", "30 s", InstalledPlugins.Run),
    new("progress-bar", "computing with the progress bar / without it", "at most 1.02", "1 min", ProgressBar.Run, Needs: "script"),
    new("old-and-new", "start-up, worker start and empty tasks of this version / of --old", "at most 1.05", "2 min", OldAndNew.Run, Needs: "--old"),
    new("interval-coverage", "how often the interval of a median holds the true one, on random numbers", "at least 94%", "2 min", IntervalCoverage.Run),
    new("planted-truth", "how often the interval of a speed-up holds the true one", "at least 90%", "6 min", PlantedTruth.Run),
    new("planted-losses", "losses of known size, one of each kind / what is found of them in their part", "within 10%", "2 min", PlantedLosses.Run),
    new("advise", "what advise says of planted workloads: right answers, and its time / the time of a sweep", "9 of 10 right, at most a third of the time", "12 min", Advise.Run),
    new("same-twice", "how often two sessions of the same plan seem to differ", "at most 5%", "3 min", SameTwice.Run),
    new("cold-and-warm", "one worker process / serial, where first calls are expensive", "warm: no difference in 9 of 10 sessions; cold: told", "1 min", ColdAndWarm.Run),
    new("predict", "what predict says from serial runs / what is measured, as an error", "at most 5%", "10 min", Predict.Run),
    new("page", "the page of a run: its size, the time until a browser has drawn it, and a run that writes it / one that writes a tasks CSV", "10,000 tasks: 3 MB and 1 s; a million: 5 MB; at most 2", "2 min", Page.Run, Needs: Page.Browser),
    new("cluster", "empty tasks and the first task of two nodes / of dask.distributed, sum-squares / worker processes, and nodes at rest", "1/25 and in chunks 1/80 per task, no slower start, at most 1/0.9 of the time, 2% of a core", "5 min", Cluster.Run, Needs: "dask", HasPeers: true),
    new("limits", "what each of 10 million tasks, 1,000 configurations, 64 worker processes, and results of 1 MiB takes / of a quarter as many", "at most 1.33", "3 min", Limits.Run),
    new("cluster-faults", "sessions on three hosts in which a node or a cable fails", "all tasks recorded once, with the results of serial", "6 min", ClusterFaults.Run, Needs: "ip"),
    new("many-nodes", "sessions with up to 1,000 simulated nodes: leases per second, CPU and memory", "none", "2 min", ManyNodes.Run),
    new("isolation", "a configuration together with others / alone, in one process and isolated", "none", "10 min", Isolation.Run),
];

BenchOptions options;
try
{
    options = BenchOptions.Parse(args, [.. benchmarks.Select(benchmark => benchmark.Name)]);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message} See --help.");
    return 1;
}
if (options.Help)
{
    Console.Write(BenchOptions.HelpOf(benchmarks));
    return 0;
}

// Tests that measure time begin when this has ended: see tests/Alone.cs.
using var besideTests = options.IsShort ? File.Open(Path.Combine(Directory.CreateDirectory(Path.Combine(PublishedTool.Repository, "tests", "obj")).FullName, "alone"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read) : null;
using var run = new BenchRun(options);
var failed = false;
var (startedUtc, loadBefore) = (DateTime.UtcNow, BenchRun.Load());
List<Benchmark> chosen = [.. benchmarks.Where(benchmark => options.IsBesidePeers && benchmark.HasPeers || (options.Names.Count == 0 && !options.IsBesidePeers) || options.Names.Contains(benchmark.Name))];
if (options.IsShort)
    Parallel.ForEach(Partitioner.Create(chosen, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = 4 }, Measure);
else
    foreach (var benchmark in chosen)
        Measure(benchmark);
var page = ResultsPage.TextOf(run.Results, chosen.Select(benchmark => benchmark.Name), startedUtc, loadBefore);
if (run.WritesFiles && !failed)
    File.WriteAllText(ResultsPage.Path, page);
if (run.GoalsMissed > 0)
    Console.WriteLine($"{run.GoalsMissed} goals missed.");
return failed ? 1 : run.GoalsMissed > 0 ? 2 : 0;

void Measure(Benchmark benchmark)
{
    run.Bench = benchmark.Name;
    run.Print($"== {benchmark.Name} ({chosen.IndexOf(benchmark) + 1} of {chosen.Count}, about {benchmark.Takes}): {benchmark.What}");
    try
    {
        if (run.Lacks(benchmark.Needs))
            run.Skip(benchmark);
        else
            Console.WriteLine($"{benchmark.Name} took {BenchRun.Seconds(() => benchmark.Run(run)):F1} s.");
    }
    catch (Exception exception)
    {
        Console.Error.WriteLine($"{benchmark.Name} failed: {exception}");
        failed = true;
    }
}
