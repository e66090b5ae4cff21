using System.Globalization;
using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary>Options that are counts.</summary>
internal static class WholeNumber
{
    public const int Most = 1_000_000_000;

    public static int Parse(CommandOption option, int least, int usual, int most = Most)
    {
        if (option.Value() is not { } text)
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new PartimeException($"--{option.LongName} {text} is not a whole number from {least} to {most:N0}.");
    }
}
