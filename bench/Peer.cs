namespace Partime.Bench;

/// <summary>What does the same as partime.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Measure">Takes so many seconds.</param>
/// <param name="Max">The goal: how many times as long as this partime may take.</param>
internal sealed record Peer(string Name, Func<double> Measure, double? Max = null)
{
    /// <summary>Whether nothing can be faster, or hardly.</summary>
    public bool IsLimit { get; init; }

    /// <summary>Why it cannot be measured here.</summary>
    public string? Missing { get; init; }

    public static Peer Limit(string name, Func<double> measure, double? max = null) => new(name, measure, max) { IsLimit = true };

    /// <summary>A program that may not be installed.</summary>
    public static Peer Program(string program, string name, Func<double> measure, double? max = null) =>
        new(name, measure, max) { Missing = BenchRun.PathOf(program) is null ? $"{program} is not installed" : null };

    /// <summary>A package of Python that may not be installed.</summary>
    public static Peer Package(Python python, string package, string name, Func<double> measure, double? max = null) =>
        new(name, measure, max) { Missing = python.Has(package) ? null : $"{package} is not installed" };
}

/// <summary>A line of the results.</summary>
/// <param name="Bench">The bench that measured it.</param>
/// <param name="What">What was measured.</param>
/// <param name="Peer">What it is compared with; empty if it is a figure of its own.</param>
internal sealed record Result(string Bench, string What, string Peer)
{
    public bool IsLimit { get; init; }

    /// <summary>The times of both, or what the figure is.</summary>
    public string Ours { get; init; } = "";

    public string Theirs { get; init; } = "";

    /// <summary>The median and the ends of its 95% interval.</summary>
    public double Median { get; init; }

    public double Low { get; init; }

    public double High { get; init; }

    public double? Max { get; init; }

    /// <summary>Nothing if the result is too uncertain to tell.</summary>
    public bool? IsMet => Max is not { } max || High <= max ? true : Low > max ? false : null;

    public string Verdict => Max is null ? "" : IsMet switch { true => "met", false => "MISSED", null => "inconclusive" };

    public string? Missing { get; init; }
}
