using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary>What an option takes, in the one notation that is shown in help and read for completion: words in lower case stand for
/// themselves, in upper case for a kind of value, with <c>|</c> between them; <c>,...</c> at the end makes it a list.</summary>
internal static class ValueSyntax
{
    public const string List = ",...";

    /// <summary>For what the library's templates cannot hold: there, a value is one word.</summary>
    public static CommandOption Takes(this CommandOption option, string syntax)
    {
        option.ValueName = syntax;
        return option;
    }
}
