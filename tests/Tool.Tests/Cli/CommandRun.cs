using System.Text;
using Partime.Tool.Cli;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Cli;

/// <summary>A command in this process, with its exit code and what it says to people, wherever it says that: the end-to-end tests look at the streams. Its data goes
/// to files, because standard output belongs to this process.</summary>
internal sealed record CommandRun(int ExitCode, string Text)
{
    /// <summary>Of a command and of the threads that it starts, while other tests run.</summary>
    private static readonly AsyncLocal<StringWriter?> Own = new();

    static CommandRun()
    {
        Console.SetOut(new OwnWriter(Console.Out));
        Console.SetError(new OwnWriter(Console.Error));
    }

    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        // Each command counts as one more that was started by another.
        Environment.SetEnvironmentVariable(NestingGuard.Variable, null);
        var text = Own.Value = new StringWriter();
        var exitCode = Tool.ExitCode.Usage;
        try
        {
            exitCode = await CommandLine.Parse(arguments)(CancellationToken.None);
        }
        catch (PartimeException exception)
        {
            Message.WriteRefusal(exception);
        }
        return new CommandRun(exitCode, text.ToString());
    }

    public CommandRun ShouldExitWith(int expected)
    {
        Assert.True(ExitCode == expected, $"Exit code {ExitCode} instead of {expected}.\n{Text}");
        return this;
    }

    private sealed class OwnWriter(TextWriter others) : TextWriter
    {
        public override Encoding Encoding => others.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value)
        {
            var writer = Own.Value ?? others;
            lock (writer)
                writer.Write(value);
        }
    }
}
