using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Finds the baseline that a user names: an executor, a configuration, a variant, or both as in <c>codec=Gzip under threads × 2</c>.</summary>
internal sealed class BaselineNames
{
    private const string First = "first";
    private const string Under = " under ";
    private const int MaxListed = 20;

    /// <summary>The sign is on few keyboards.</summary>
    private static readonly string[] Times = ["×", "x", "*", ":"];

    private readonly string text;
    private readonly IReadOnlyList<Configuration> configurations;
    private readonly Dictionary<Scenario, string> variants;
    private readonly ConfigurationNames names;

    private BaselineNames(string text, IEnumerable<Scenario> scenarios, IEnumerable<Configuration> configurations)
    {
        this.text = text.Trim();
        this.configurations = [.. configurations.Select(configuration => configuration with { Variant = 0 }).Distinct()];
        variants = VariantNames.Among(scenarios);
        names = new ConfigurationNames(this.configurations);
    }

    /// <returns><see langword="null"/> for the default.</returns>
    /// <exception cref="PartimeException">There is nothing of that name.</exception>
    public static Baseline? Find(string? text, IEnumerable<Scenario> scenarios, IEnumerable<Configuration> configurations) =>
        text is null || !configurations.Any() ? null : new BaselineNames(text, scenarios, configurations).Find();

    /// <summary>Among what was measured.</summary>
    public static Baseline? Find(string? text, IReadOnlyList<Arm> arms) => Find(text, arms.Select(arm => arm.Scenario), arms.Select(arm => arm.Configuration));

    private Baseline? Find()
    {
        var (variant, under) = (VariantOf(text), ConfigurationsOf(text));
        if (variant is not null && under.Count > 0)
            throw new PartimeException($"'{text}' is a variant and an executor, so that the baseline is unclear: write both, as '{text}{Under}{names.InVariant(configurations[0])}'.");
        if (under.Count > 0)
            return under.All(configuration => configuration.Executor == Summary.Baseline) ? null : new Baseline(NameOf(under), null, under);
        if (variant is not null)
            return new Baseline(PlainText.Of(variants[Comparable(variant)]), variant, []);
        return text.LastIndexOf(Under, StringComparison.Ordinal) is > 0 and var end && VariantOf(text[..end]) is { } one && ConfigurationsOf(text[(end + Under.Length)..]) is { Count: > 0 } both
            ? new Baseline($"{PlainText.Of(variants[Comparable(one)])}{Under}{NameOf(both)}", one, both)
            : throw new PartimeException($"There is no baseline '{text}' here. Choose {First}, {Listed([.. configurations.Select(names.InVariant)])}"
                + (variants.Count == 0 ? "." : $", a variant ({Listed([.. variants.Values.Select(name => $"'{name}'")])}), or both, as '{variants.Values.First()}{Under}{names.InVariant(configurations[0])}'."));
    }

    /// <summary>Different numbers of tasks are different work.</summary>
    private Scenario Comparable(Scenario variant) => variants.Keys.Count(other => other.Tasks == variant.Tasks) > 1 ? variant
        : throw new PartimeException($"No other variant has as many tasks as '{variants[variant]}', so that none can be compared with it: choose a configuration, such as {names.InVariant(configurations[0])}.");

    private Scenario? VariantOf(string name) => (variants.FirstOrDefault(variant => variant.Value == name.Trim()) is { Key: not null } exact ? exact
        : variants.FirstOrDefault(variant => variant.Value.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))).Key;

    /// <summary>Several of an executor with several numbers of workers or chunk sizes.</summary>
    private IReadOnlyList<Configuration> ConfigurationsOf(string name)
    {
        var typed = name.Replace(" ", "", StringComparison.Ordinal);
        return typed == First ? [configurations[0]] : [.. configurations.Where(configuration => typed == configuration.Executor || typed == names.ExecutorOf(configuration) || IsNamed(configuration, typed))];
    }

    /// <summary>With or without the chunk size.</summary>
    private bool IsNamed(Configuration configuration, string typed) =>
        Array.Exists(Times, times => typed == $"{configuration.Executor}{times}{configuration.Workers}" || typed == $"{names.ExecutorOf(configuration)}{times}{configuration.Workers}");

    /// <summary>Of several configurations, their executor.</summary>
    private string NameOf(IReadOnlyList<Configuration> chosen) => chosen.Select(names.InVariant).Distinct().ToList() is [var only] ? only
        : chosen.Select(configuration => configuration.Workers).Distinct().Count() > 1 ? chosen[0].Executor : $"{chosen[0].Executor} × {chosen[0].Workers}";

    private static string Listed(IReadOnlyList<string> all) => string.Join(", ", all.Take(MaxListed)) + (all.Count > MaxListed ? ", …" : "");
}
