using System.Runtime.ExceptionServices;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Cli;

/// <summary>What every command does before it measures.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>An exception takes milliseconds, also where it is caught.</summary>
    [Fact]
    public async Task NothingIsThrownIfAllIsWell()
    {
        var (thread, thrown) = (Environment.CurrentManagedThreadId, new List<Exception>());
        AppDomain.CurrentDomain.FirstChanceException += Note;
        try
        {
            Assert.Empty(new PluginStore(folder["none/plugins"]).ReadLock().Plugins);
            (await CommandRun.OfAsync("run", "sleep", "-i", "0", "-e", "serial", "--rounds", "1", "-q", "--csv", folder["runs.csv"], "--html", folder["page.html"])).ShouldExitWith(0);
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Note;
        }
        Assert.Empty(thrown);

        void Note(object? sender, FirstChanceExceptionEventArgs happened)
        {
            if (Environment.CurrentManagedThreadId == thread)
                thrown.Add(happened.Exception);
        }
    }

    [Theory]
    [InlineData("The option is --plugin PATH.", "word-count")]
    [InlineData("The option is --inputs, as in '-i 1,2,3' or '-i @FILE'.", "http-fetch")]
    [InlineData("The option is --workers.", "sleep", "-i", "0..1000", "-e", "process")]
    public async Task WhatACommandLacksIsNamedWithItsOption(string told, params string[] arguments) =>
        Assert.EndsWith(told, (await CommandRun.OfAsync(["run", .. arguments])).ShouldExitWith(1).Text.TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public async Task AMissingSettingIsNamedWithItsOption() =>
        Assert.EndsWith("The option is --set NAME=VALUE.", (await CommandRun.OfAsync("run", "requiring", "-i", "0", "--plugin", TestPlugin.Path("Options"))).ShouldExitWith(1).Text.TrimEnd(), StringComparison.Ordinal);
}
