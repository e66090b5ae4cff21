using Partime.Tool.Cli;
using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Cli;

public sealed class SettingsTextTests
{
    [Fact]
    public void WhatIsNotLimitedIsLeftOut() => Assert.Equal("1 round; 0 to warm up; no timeout; 0 retries", Text(rounds: 1, warmup: 0, new TaskRules()));

    [Fact]
    public void AllRulesAreThere() => Assert.Equal(
        "7 rounds; 2 to warm up; timeout 1.5s; 1 retry; 100 tasks per worker; fail fast",
        Text(rounds: 7, warmup: 2, new TaskRules { Timeout = TimeSpan.FromSeconds(1.5), Retries = 1, MaxTasksPerWorker = 100, FailFast = true }));

    private static string Text(int rounds, int warmup, TaskRules rules)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 1, 1))], times: 1);
        return SessionInfo.SettingsOf(Plan.Create(inputs, [new PlannedExecutor("serial", 1)], [], [], warmup, new RoundsSpec(rounds)), rules);
    }
}
