using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

public sealed class ExitStatusTests
{
    [Theory]
    [InlineData(0, "exit 0", "exited with code 0")]
    [InlineData(3 << 8, "exit 3", "exited with code 3")]
    [InlineData(255 << 8, "exit 255", "exited with code 255")]
    [InlineData(9, "SIGKILL", "was killed by SIGKILL")]
    [InlineData(15, "SIGTERM", "was killed by SIGTERM")]
    [InlineData(11 | CoreDumped, "SIGSEGV", "was killed by SIGSEGV")]
    [InlineData(6 | CoreDumped, "SIGABRT", "was killed by SIGABRT")]
    [InlineData(40, "signal 40", "was killed by signal 40")]
    public void AnExitStatusHasANameForATableAndASentence(int raw, string name, string sentence)
    {
        Assert.Equal(name, new ExitStatus(raw).Name);
        Assert.Equal(sentence, new ExitStatus(raw).ToString());
    }

    /// <summary>A bit that the system sets in addition to the signal.</summary>
    private const int CoreDumped = 0x80;
}
