using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Partime.Tool.Files;
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
        // Of this command and the threads that it starts, while other tests run.
        var (isOwn, thrown) = (new AsyncLocal<bool> { Value = true }, new ConcurrentQueue<Exception>());
        AppDomain.CurrentDomain.FirstChanceException += Note;
        try
        {
            Assert.Empty(new PluginStore(folder["none/plugins"]).ReadLock().Plugins);
            // Nothing is measured: the threads of others, which that looks at, end meanwhile.
            (await CommandRun.OfAsync("run", "sleep", "-i", "0", "-e", "serial", "--rounds", "1", "--csv", folder["runs.csv"], "--html", folder["page.html"], "--dry-run")).ShouldExitWith(0);
            using var output = OutputFile.Open(folder["runs.csv"]);
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Note;
        }
        Assert.Empty(thrown);

        void Note(object? sender, FirstChanceExceptionEventArgs happened)
        {
            if (isOwn.Value)
                thrown.Enqueue(happened.Exception);
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
