using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What a session ends with, as far as it came.</summary>
internal sealed record Conclusion
{
    public required IReadOnlyList<Summary> Summaries { get; init; }

    /// <summary>The runs behind the summaries.</summary>
    public IReadOnlyList<Observation> Runs { get; init; } = [];

    /// <summary>The differences that do not matter.</summary>
    public EquivalenceBand Band { get; init; } = EquivalenceBand.Default;

    /// <summary>What the user compares with; <see langword="null"/> for the default.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The laws of scaling of the executors with enough numbers of workers.</summary>
    public IReadOnlyList<ScalingModel> Models { get; init; } = [];

    /// <summary>How many warm-up rounds there were.</summary>
    public required int Warmup { get; init; }

    /// <summary>How far the numbers can be trusted, a sentence each.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The remarks that say what disturbed the runs.</summary>
    public required IReadOnlyList<string> Disturbances { get; init; }

    /// <summary>What went wrong, a sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What to choose; <see langword="null"/> if there is no choice. Of several variants, it is about the fastest one, with the most tasks if their number varies.</summary>
    public Analysis.Advice? Advice { get; init; }

    /// <summary>What to choose for each variant that a search looked at; none if there is only one, or no search.</summary>
    public IReadOnlyList<VariantAdvice> Variants { get; init; } = [];

    /// <summary>Whether a search for the best configuration ended because its budget was spent.</summary>
    public bool IsBudgetSpent { get; init; }

    /// <summary>Whether executors disagree on results.</summary>
    public bool ResultsDiffer { get; init; }

    /// <summary>Whether every round of the plan was run.</summary>
    public required bool IsComplete { get; init; }
}
