using System.Globalization;
using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>What tasks do to their workers: all of it in two runs, as build.sh repeats these over the processes of other systems.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task EveryKindOfTroubleHasItsVerdictAndHarmsNoOtherTask()
    {
        (string Input, Verdict Verdict, string Type, string Message)[] troubles =
        [
            ("throw", Verdict.Error, "System.InvalidOperationException", "thrown as told: the cause of it"),
            ("null-write", Verdict.Error, "System.AccessViolationException", ""),
            ("signal:9", Verdict.Crashed, "SIGKILL", "was killed by SIGKILL"),
            ("signal:15", Verdict.Crashed, "SIGTERM", "was killed by SIGTERM"),
            ("segv", Verdict.Crashed, "SIGSEGV", "was killed by SIGSEGV"),
            ("exit:0", Verdict.Crashed, "exit 0", "exited with code 0"),
            ("exit:3", Verdict.Crashed, "exit 3", "exited with code 3"),
            ("native-exit:42", Verdict.Crashed, "exit 42", "exited with code 42"),
            ("failfast", Verdict.Crashed, "SIGABRT", "failed fast as told"),
            ("overflow", Verdict.Crashed, "SIGABRT", "Trouble.Deeper"),
            ("farewell:5", Verdict.Crashed, "exit 5", "Adieu – 3 ± 1 µs, Grüße"),
            ("half", Verdict.Crashed, "SIGKILL", "was killed by SIGKILL"),
            ("say:88", Verdict.Crashed, "SIGKILL", "sent partime a message that makes no sense"),
            ("garbage:1", Verdict.Ok, "", ""),
            ("native-garbage:1", Verdict.Ok, "", ""),
            ("threads:2", Verdict.Ok, "", ""),
            ("big:10", Verdict.Ok, "", ""),
            ("child", Verdict.Ok, "", ""),
        ];
        using var harness = new PoolHarness("crashing", $"ok{string.Concat(troubles.Select(trouble => $",{trouble.Input},ok"))}");
        await harness.RunAsync();

        Assert.All(harness.Verdicts.Where((_, task) => task % 2 == 0), verdict => Assert.Equal(Verdict.Ok, verdict));
        for (var at = 0; at < troubles.Length; at++)
        {
            var ((input, verdict, type, message), task) = (troubles[at], (2 * at) + 1);
            var fault = harness.Board.Log.Fault(task);
            Assert.Equal((input, verdict, type), (input, harness.Verdicts[task], fault?.Type ?? ""));
            Assert.Contains(message, fault?.Message ?? "", StringComparison.Ordinal);
            if (verdict == Verdict.Crashed)
                Assert.Contains($"worker process {harness.Pids[task]} ", fault!.Message, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(new string('x', 10_000_000), harness.Values[^4]);
        Assert.All([.. harness.Pids, int.Parse(harness.Values[^2], CultureInfo.InvariantCulture)], pid => Assert.True(IsGone(pid), $"process {pid} is left"));
    }

    [Fact]
    public async Task WhatDoesNotEndIsStoppedAndTheOthersGoOn()
    {
        string[] killed = ["spin", "block", "signal:19"];
        string[] cancelled = ["patient", "late"];
        using var harness = new PoolHarness("crashing", $"ok{string.Concat(killed.Concat(cancelled).Select(trouble => $",{trouble},ok"))}", rules: new TaskRules { Timeout = TimeSpan.FromMilliseconds(500) });
        await harness.RunAsync();

        for (var task = 1; task < harness.Verdicts.Length; task += 2)
        {
            Assert.Equal((task, Verdict.Ok, Verdict.Timeout), (task, harness.Verdicts[task - 1], harness.Verdicts[task]));
            Assert.Contains(task < 2 * killed.Length ? "was killed" : "was cancelled", harness.Board.Log.Fault(task)!.Message, StringComparison.Ordinal);
        }
        Assert.All(harness.Pids, pid => Assert.True(IsGone(pid), $"process {pid} is left"));
    }

    /// <summary>Whether it has ended. That its parent has buried it is for the system, if the parent is none of partime's.</summary>
    private static bool IsGone(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
