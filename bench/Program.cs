using Partime.Bench;

// One benchmark by name, or all of them.
var benchmarks = new Dictionary<string, Action>
{
    ["empty-task"] = EmptyTask.Compare,
};
foreach (var (name, benchmark) in benchmarks)
    if (args.Length == 0 || args.Contains(name))
        benchmark();
