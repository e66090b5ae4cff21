using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;

namespace Partime.Tool.Cli;

/// <summary><c>--band</c>, of every command that claims differences.</summary>
internal static class BandOption
{
    private const double Widest = 1;

    public static EquivalenceBand Parse(CommandOption option) =>
        option.Value() is { } text ? new EquivalenceBand(Percentage.Parse("--band", text, 0, Widest)) : EquivalenceBand.Default;
}
