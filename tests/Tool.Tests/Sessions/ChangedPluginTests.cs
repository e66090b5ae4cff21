using System.Text;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Plugins whose files are changed while a session runs.</summary>
public sealed class ChangedPluginTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Dll => folder["Curious/Curious.dll"];

    public ChangedPluginTests() => folder.CopyPlugin("Curious");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, "serial", "threads", "process", "process-pool")]
    [InlineData(true, "serial", "threads")]
    public async Task ASessionRunsTheCodeThatItHashedWhateverIsBuiltMeanwhile(bool isolate, params string[] executors)
    {
        using var session = Open(executors, isolate);
        session.OpenOutputs();
        var values = new List<string>();
        var round = 0;
        await foreach (var run in session.RunAsync(session.Plan.Runs(round => round <= 3), CancellationToken.None))
        {
            values.Add(Encoding.UTF8.GetString(run.Tasks[0].Utf8Value.Span));
            if (run.Planned.Round != round)
                Build($"version {round = run.Planned.Round}", inPlace: round == 2);
        }
        Assert.Equal(Enumerable.Repeat("the first version", 3 * executors.Length), values);
    }

    [Fact]
    public async Task TheNextSessionRunsTheNewCodeUnderAnotherHash()
    {
        using var former = Open(["serial"]);
        Build("version 2", inPlace: false);
        using var session = Open(["serial"]);
        await foreach (var run in session.RunAsync(session.Plan.Runs(round => round == 1), CancellationToken.None))
            Assert.Equal("the version 2    ", Encoding.UTF8.GetString(run.Tasks[0].Utf8Value.Span));
        Assert.NotEqual(former.Info.Plugins, session.Info.Plugins);
    }

    [Fact]
    public void TheCopyIsForThisUserAloneAndGoesWithItsSession()
    {
        var type = Catalog().FindWorkload("curious");
        using var copies = new PluginCopies([type], [folder["place"]]);
        var copy = Assert.Single(copies.Folders);
        Assert.Equal((folder["Curious"], folder["place"]), (copy.Shown, Path.GetDirectoryName(copy.Actual)));
        Assert.Equal(FileHashes.Of(copy.Shown), FileHashes.Of(copy.Actual));
        if (OperatingSystem.IsLinux())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(copy.Actual));
        var moved = copies.Of(type);
        Assert.Equal((Dll, Path.Combine(copy.Actual, "Curious.dll")), (moved.AssemblyPath, moved.LoadPath));

        copies.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(folder["place"]));
    }

    [Fact]
    public void WhatAKilledSessionHasLeftIsDeletedByTheNextAndWhatALivingOneUsesIsNot()
    {
        var type = Catalog().FindWorkload("curious");
        using var living = new PluginCopies([type], [folder["place"]]);
        Directory.CreateDirectory(folder[$"place/{PrivateFolder.Prefix}left/runtimes"]);
        Directory.CreateDirectory(folder["place/other"]);

        using var next = new PluginCopies([type], [folder["place"]]);
        var expected = living.Folders.Concat(next.Folders).Select(copy => copy.Actual).Append(folder["place/other"]);
        Assert.Equal(expected.Order(), Directory.GetDirectories(folder["place"]).Order());
    }

    [Fact]
    public void ALinkIsCopiedAsWhatItLeadsTo()
    {
        File.WriteAllText(folder["data.txt"], "data");
        File.CreateSymbolicLink(folder["Curious/data.txt"], folder["data.txt"]);
        Directory.CreateDirectory(folder["Curious/de"]);
        File.CreateSymbolicLink(folder["Curious/at"], "de");
        using var copies = new PluginCopies([Catalog().FindWorkload("curious")], [folder["place"]]);
        var copy = copies.Folders[0].Actual;
        Assert.Equal("data", File.ReadAllText(Path.Combine(copy, "data.txt")));
        Assert.Equal(FileHashes.Of(folder["Curious"]), FileHashes.Of(copy));
    }

    [Theory]
    [InlineData("large")]
    [InlineData("no-place")]
    [InlineData("outside")]
    [InlineData("absolute")]
    public void AFolderThatCannotBeCopiedIsWatched(string reason)
    {
        if (reason == "outside")
            File.CreateSymbolicLink(folder["Curious/up"], "../..");
        // From a copy, it would lead back here.
        if (reason == "absolute")
            File.CreateSymbolicLink(folder["Curious/at"], Directory.CreateDirectory(folder["Curious/de"]).FullName);
        if (reason == "no-place")
            File.WriteAllText(folder["place"], "a file");
        using var copies = new PluginCopies([Catalog().FindWorkload("curious")], [folder["place"]], reason == "large" ? 10 : PluginCopies.MaxBytes);
        Assert.Equal(folder["Curious"], copies.Folders[0].Actual);
        Assert.Null(copies.ChangedFile());

        File.WriteAllText(folder["Curious/results.txt"], "what a task writes");
        Assert.Null(copies.ChangedFile());
        // Of the same length, and with the old time.
        var time = File.GetLastWriteTimeUtc(Dll);
        Build("version 2", inPlace: true);
        File.SetLastWriteTimeUtc(Dll, time);
        Assert.Equal(Dll, copies.ChangedFile());
    }

    [Fact]
    public async Task ARunDuringWhichAWatchedFileChangedIsNotRecordedAndEndsTheSession()
    {
        File.CreateSymbolicLink(folder["Curious/up"], "../..");
        using var session = Open(["serial"], csv: true);
        session.OpenOutputs();
        var measuring = Task.Factory.StartNew(() => session.MeasureAsync(CancellationToken.None), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await Until(() => session.Outcome.RunCount >= 1);
        Build("version 2", inPlace: false);
        var error = await Assert.ThrowsAsync<PartimeException>(() => measuring);
        Assert.StartsWith($"{Dll} was changed during the last run", error.Message, StringComparison.Ordinal);
        Assert.Equal(session.Outcome.RunCount, RunsReader.Read(folder["runs.csv"]).Runs.Count);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(1);
    }

    private PluginCatalog Catalog() => PluginCatalog.Open([folder["Curious"]], null);

    private Session Open(string[] executors, bool isolate = false, bool csv = false)
    {
        var request = new SessionRequest
        {
            Workload = "curious",
            Inputs = ["version"],
            Executors = executors,
            Workers = [new WorkerSpec(1)],
            Rounds = new RoundsSpec(csv ? 1_000_000 : 3),
            Isolate = isolate,
            Outputs = new Outputs(csv ? folder["runs.csv"] : null, csv ? null : folder["tasks.csv"], Excel: false),
        };
        return new Session(request, Catalog(), Machine.Read());
    }

    /// <summary>As a build does: a new file, or other bytes in the same one.</summary>
    private void Build(string version, bool inPlace)
    {
        var bytes = File.ReadAllBytes(TestPlugin.File("Curious"));
        var at = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("first version"));
        Encoding.Unicode.GetBytes(version.PadRight("first version".Length)).CopyTo(bytes, at);
        if (inPlace)
        {
            File.WriteAllBytes(Dll, bytes);
            return;
        }
        File.WriteAllBytes(folder["new.dll"], bytes);
        File.Move(folder["new.dll"], Dll, overwrite: true);
    }
}
