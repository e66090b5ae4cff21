namespace Partime.Tool.Cli;

/// <summary><c>complete</c>, which no help mentions: what the scripts of <see cref="CompletionCommand"/> ask at every press of the Tab key.</summary>
/// <remarks>Its arguments are the words behind <c>dotnet partime</c> up to the cursor, the last of them maybe empty, and without the
/// shell's quotes. They may look like options and response files, so the library does not get to see them.</remarks>
internal static class CompleteCommand
{
    public const string Name = "complete";

    public static int Answer(string[] words)
    {
        try
        {
            using var app = CommandLine.Define(TextWriter.Null, _ => { });
            foreach (var candidate in new Completer(app, KnownNames.Here).Complete(words))
                Console.Out.Write($"{candidate.ToLine()}\n");
        }
        catch (Exception exception) when (exception is PartimeException or IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // A plugin that cannot be read, for one. Nobody has asked for a sentence about that, and it would stand in the middle of
            // the half-typed command. Whoever goes on to run the command is told. Nor
            // can anybody be told who does not read the answer.
        }
        return ExitCode.Ok;
    }
}
