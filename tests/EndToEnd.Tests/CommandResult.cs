namespace Partime.EndToEnd.Tests;

/// <summary>How a process ended, and everything it said.</summary>
internal sealed record CommandResult(string Line, int ExitCode, string Output, string Error)
{
    public CommandResult ShouldExitWith(int expected)
    {
        Assert.True(ExitCode == expected, $"Exit code {ExitCode} instead of {expected}.\n{this}");
        return this;
    }

    public override string ToString() => $"{Line}\n--- standard output\n{Output}\n--- standard error\n{Error}";
}
