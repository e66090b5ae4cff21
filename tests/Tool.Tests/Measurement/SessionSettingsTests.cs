using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Measurement;

public sealed class SessionSettingsTests
{
    private static readonly TaskRules AllRules = new() { Timeout = TimeSpan.FromSeconds(1.5), Retries = 1, MaxTasksPerWorker = 100, FailFast = true };

    public static TheoryData<string> Texts =>
    [
        "1 round; 0 to warm up; no timeout; 0 retries",
        "7 rounds; 2 to warm up; timeout 1.5s; 1 retry; 100 tasks per worker; fail fast",
        "auto rounds to 2.5% within 30s; 0 to warm up; no timeout; 2 retries; 1 task per worker",
        "3 rounds; 0 to warm up; no timeout; 0 retries; fail fast; weak scaling",
        "auto rounds to 0.125% within 0.5s; 1 to warm up; timeout 86400s; 0 retries; fail fast",
    ];

    [Fact]
    public void WhatIsNotLimitedIsLeftOut() => Assert.Equal("1 round; 0 to warm up; no timeout; 0 retries", $"{new SessionSettings(new RoundsSpec(1), Warmup: 0, new TaskRules())}");

    [Fact]
    public void AllRulesAreThere() => Assert.Equal(
        "7 rounds; 2 to warm up; timeout 1.5s; 1 retry; 100 tasks per worker; fail fast",
        $"{new SessionSettings(new RoundsSpec(7), Warmup: 2, AllRules)}");

    [Fact]
    public void WhatAFileTellsIsReadAsTheSameSettings() => Assert.Equal(
        new SessionSettings(new RoundsSpec(7), Warmup: 2, AllRules),
        SessionSettings.Parse("7 rounds; 2 to warm up; timeout 1.5s; 1 retry; 100 tasks per worker; fail fast"));

    [Fact]
    public void OnlyWeakScalingIsWrittenDown()
    {
        Assert.Equal(Scale.Weak, SessionSettings.Parse("1 round; 0 to warm up; no timeout; 0 retries; weak scaling")!.Scale);
        Assert.Equal(Scale.Strong, SessionSettings.Parse("1 round; 0 to warm up; no timeout; 0 retries")!.Scale);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void ReadAndWrittenAgainTheTextIsTheSame(string text) => Assert.Equal(text, $"{SessionSettings.Parse(text)}");

    [Theory]
    [InlineData("")]
    [InlineData("rounds; 0 to warm up")]
    [InlineData("7 rounds; two to warm up")]
    [InlineData("7 rounds; timeout soon")]
    [InlineData("7 rounds; by moonlight")]
    [InlineData("auto rounds to much within 30s")]
    public void AnUnknownPartMakesTheSettingsUnknown(string text) => Assert.Null(SessionSettings.Parse(text));
}
