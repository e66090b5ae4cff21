using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary>The meaning of the words before the cursor. They are half a command, so nothing in them is an error yet.</summary>
internal sealed class TypedWords
{
    private readonly List<Given> given = [];
    private readonly List<string> arguments = [];

    public TypedWords(CommandLineApplication root, IEnumerable<string> words)
    {
        Command = root;
        foreach (var word in words)
            Take(word);
    }

    public CommandLineApplication Command { get; private set; }

    /// <summary>The option whose value comes next.</summary>
    public CommandOption? Awaiting { get; private set; }

    /// <summary>Whether the words at the cursor are those of a workload.</summary>
    public bool IsBehindSeparator { get; private set; }

    public bool HasArguments => arguments.Count > 0;

    /// <summary>The argument that comes next.</summary>
    public CommandArgument? NextArgument => Command.Arguments.ElementAtOrDefault(arguments.Count) ?? Command.Arguments.LastOrDefault(argument => argument.MultipleValues);

    public bool HasArgument(string word) => arguments.Contains(word);

    public string? Argument(string name) =>
        Command.Arguments.FindIndex(argument => argument.Name == name) is >= 0 and var index ? arguments.ElementAtOrDefault(index) : null;

    public bool IsGiven(CommandOption option) => option == Awaiting || given.Exists(one => one.Option == option);

    public IEnumerable<string> Values(string longName) => given.Where(one => one.Option.LongName == longName).Select(one => one.Value);

    /// <summary>The option that a word such as <c>--csv</c>, <c>-e</c> or <c>--csv=runs.csv</c> names.</summary>
    public CommandOption? Option(string word)
    {
        var name = word.Split('=', ':')[0];
        return Command.GetOptions().FirstOrDefault(option => name == $"--{option.LongName}" || name == $"-{option.ShortName}");
    }

    private void Take(string word)
    {
        if (IsBehindSeparator)
            return;
        if (Awaiting is { } option)
        {
            given.Add(new Given(option, word));
            Awaiting = null;
        }
        else if (word == "--" && Command.AllowArgumentSeparator)
            IsBehindSeparator = true;
        else if (word.StartsWith('-'))
            TakeOption(word);
        else if (!HasArguments && Command.Commands.Find(command => command.Names.Contains(word)) is { } command)
            Command = command;
        // The words in a response file are unknown here.
        else if (!word.StartsWith('@'))
            arguments.Add(word);
    }

    private void TakeOption(string word)
    {
        if (Option(word) is not { } option)
            return;
        var separator = word.IndexOfAny(['=', ':']);
        if (separator < 0 && option.OptionType != CommandOptionType.NoValue)
            Awaiting = option;
        else
            given.Add(new Given(option, word[(separator + 1)..]));
    }

    private sealed record Given(CommandOption Option, string Value);
}
