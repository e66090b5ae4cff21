using System.Diagnostics;

namespace Partime.Tool.Tests;

public sealed class FileToReadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly Action<string> notify = FileToRead.Notify;

    public void Dispose()
    {
        FileToRead.Notify = notify;
        folder.Dispose();
    }

    [Fact]
    public async Task ThatPartimeWaitsForTheWriterOfAPipeIsTold()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Process.Start("mkfifo", folder["pipe"]).WaitForExit();
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        FileToRead.Notify = sentence =>
        {
            if (sentence.Contains(folder["pipe"], StringComparison.Ordinal))
                told.TrySetResult(sentence);
        };
        var opened = Task.Factory.StartNew(() => FileToRead.Open(folder["pipe"]), TaskCreationOptions.LongRunning);
        Assert.StartsWith($"'{folder["pipe"]}' is a pipe, and partime still waits for another program to write to it. ", await told.Task.WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["pipe"], "text");
        using var reader = new StreamReader(await opened);
        Assert.Equal("text", await reader.ReadToEndAsync());
    }

    [Fact]
    public void AFolderIsNoFileToRead() =>
        Assert.Contains("it is a folder", Assert.Throws<UnauthorizedAccessException>(() => FileToRead.Open(folder.Path)).Message, StringComparison.Ordinal);
}
