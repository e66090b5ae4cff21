using System.Diagnostics;

namespace Partime.Tool.Tests;

public sealed class FileToReadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WhoWaitsForTheWriterOfAPipeIsTold()
    {
        Process.Start("mkfifo", folder["pipe"]).WaitForExit();
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        FileToRead.Notify = sentence =>
        {
            if (sentence.Contains(folder["pipe"], StringComparison.Ordinal))
                told.TrySetResult(sentence);
        };
        var opened = Task.Factory.StartNew(() => FileToRead.Open(folder["pipe"]), TaskCreationOptions.LongRunning);
        Assert.StartsWith($"'{folder["pipe"]}' is a pipe, and partime waits for a program that writes to it: ", await told.Task.WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["pipe"], "text");
        using var reader = new StreamReader(await opened);
        Assert.Equal("text", await reader.ReadToEndAsync());
    }

    [Fact]
    public void AFolderIsNoFileToRead() =>
        Assert.Contains("it is a folder", Assert.Throws<UnauthorizedAccessException>(() => FileToRead.Open(folder.Path)).Message, StringComparison.Ordinal);
}
