using System.Diagnostics;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

public sealed class ExitStatusTests
{
    [Fact]
    public void AKillForLackOfMemoryIsToldAsOne()
    {
        Assert.Equal("was killed by SIGKILL because memory ran out", (new ExitStatus(9) { LackedMemory = true }).ToString());
        Assert.Equal(3, MemoryKills.CountIn(["oom_kill_disable 7", "pgfault 12", "oom_kill 3", "oom_kill 4"]));
        Assert.Equal(0, MemoryKills.CountIn(["pgfault 12", "oom_kill x"]));
    }

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

    [Theory]
    [InlineData("kill -9 $$", "was killed by SIGKILL")]
    [InlineData("exit 3", "exited with code 3")]
    public void LinuxTellsHowAProcessEndedThatSomethingElseHasReaped(string script, string sentence)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"read line; {script}"]) { RedirectStandardInput = true })!;
        var descriptor = LibC.pidfd_open(process.Id);
        process.StandardInput.WriteLine();
        process.WaitForExit();
        var status = ExitStatus.OfReaped(descriptor);
        _ = LibC.close(descriptor);
        if (OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 15))
            Assert.Equal(sentence, status.ToString());
        else
            Assert.Equal(ExitStatus.Unknown, status);
    }

    [Fact]
    public void AnUnknownExitIsNotTakenForASuccess()
    {
        Assert.Equal("unknown exit", ExitStatus.Unknown.Name);
        Assert.Equal("ended with an unknown exit status", ExitStatus.Unknown.ToString());
    }

    /// <summary>A bit that the system sets in addition to the signal.</summary>
    private const int CoreDumped = 0x80;
}
