using System.Diagnostics;
using Partime.Tool.Files;

namespace Partime.Tool.Tests;

public sealed class FileToReadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly Action<string> notify = PipeNotice.Notify;

    public void Dispose()
    {
        PipeNotice.Notify = notify;
        folder.Dispose();
    }

    [Fact]
    public async Task ThatPartimeWaitsForTheWriterOfAPipeIsTold()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var told = NoticeOfPipe();
        var opened = Task.Factory.StartNew(() => FileToRead.Open(folder["pipe"]), TaskCreationOptions.LongRunning);
        Assert.StartsWith($"'{folder["pipe"]}' is a pipe, and partime still waits for another program to write to it. ", await told, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["pipe"], "text");
        using var reader = new StreamReader(await opened);
        Assert.Equal("text", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task ThatPartimeWaitsForTheReaderOfAPipeIsTold()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var told = NoticeOfPipe();
        var opened = Task.Factory.StartNew(() => OutputFile.Open(folder["pipe"]), TaskCreationOptions.LongRunning);
        Assert.StartsWith($"'{folder["pipe"]}' is a pipe, and partime still waits for another program to read from it. ", await told, StringComparison.Ordinal);
        using var reader = new StreamReader(folder["pipe"]);
        using (var output = await opened)
            output.WriteText("text");
        Assert.Equal("text", await reader.ReadToEndAsync());
    }

    [Fact]
    public void AFolderIsNoFileToRead() =>
        Assert.Contains("it is a folder", Assert.Throws<UnauthorizedAccessException>(() => FileToRead.Open(folder.Path)).Message, StringComparison.Ordinal);

    private Task<string> NoticeOfPipe()
    {
        Process.Start("mkfifo", folder["pipe"]).WaitForExit();
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        PipeNotice.Notify = sentence =>
        {
            if (sentence.Contains(folder["pipe"], StringComparison.Ordinal))
                told.TrySetResult(sentence);
        };
        return told.Task.WaitAsync(TimeSpan.FromMinutes(5));
    }
}
