using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What a user compares with in place of serial or the first variant.</summary>
/// <param name="Name">As people read it: <c>threads × 2</c>, <c>codec=Gzip</c>, or <c>codec=Gzip under threads × 2</c>.</param>
/// <param name="Variant">The variant; <see langword="null"/> for each variant its own.</param>
/// <param name="Configurations">The configurations of which one is the baseline; none if other variants are compared under the same configuration.</param>
internal sealed record Baseline(string Name, Scenario? Variant, IReadOnlyList<Configuration> Configurations)
{
    public bool Has(Configuration configuration) => Configurations.Contains(configuration with { Variant = 0 });

    /// <summary>How an arm compares with it. Of an executor with several numbers of workers, the one with as many workers is the baseline.</summary>
    /// <returns><see langword="null"/> if whole variants are compared.</returns>
    public Compared? Compare(Arm arm, IReadOnlyList<Arm> all, EquivalenceBand band)
    {
        if (Configurations.Count == 0)
            return null;
        var candidates = all.Where(other => other.Scenario == (Variant ?? arm.Scenario) && other.Scenario.Tasks == arm.Scenario.Tasks && Has(other.Configuration)).ToList();
        if (Configurations.Any(configuration => configuration.Workers != Configurations[0].Workers))
            candidates.RemoveAll(other => other.Configuration.Workers != arm.Configuration.Workers);
        var with = candidates.Contains(arm) ? arm : arm.BaselineAmong(candidates);
        var speedUp = with is null ? null : arm.SpeedUpOver(with);
        return new Compared(this, with?.Configuration, speedUp, speedUp is null || with == arm ? null : band.DifferenceOf(speedUp.Interval));
    }
}

/// <summary>How a configuration compares with the baseline that the user has chosen.</summary>
/// <param name="Baseline">The baseline.</param>
/// <param name="With">The configuration of the baseline; <see langword="null"/> if there is none to compare with.</param>
/// <param name="SpeedUp">The median of the speed-ups within the rounds.</param>
/// <param name="Difference">How it differs from 1; <see langword="null"/> if there is nothing to compare, or if it is the baseline itself.</param>
internal sealed record Compared(Baseline Baseline, Configuration? With, Estimate? SpeedUp, Difference? Difference);
