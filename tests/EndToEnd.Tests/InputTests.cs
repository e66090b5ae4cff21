namespace Partime.EndToEnd.Tests;

public sealed class InputTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task InputsComeFromTheLinesOfAFile()
    {
        var inputs = folder.Write("inputs.txt", "3\n\n4\n5\n");

        Assert.Equal(["3", "4", "5"], await InputsOf(tool.Line("run", "sum-squares", "--inputs", $"@{inputs}")));
    }

    [Fact]
    public async Task InputsComeFromStandardInput() =>
        Assert.Equal(["7", "8"], await InputsOf(tool.Line("run", "sum-squares", "-i", "@-") with { Input = "7\n8\n" }));

    [Fact]
    public async Task AResponseFileStandsForItsLines()
    {
        var arguments = folder.Write("args.txt", "run\nsum-squares\n--inputs\n1..4\n--rounds\n1\n");

        Assert.Equal(["1", "2", "3"], await InputsOf(tool.Line($"@{arguments}")));
    }

    [Fact]
    public async Task EveryInputRunsAsOftenAsAsked() =>
        Assert.Equal(["1", "1", "2", "2"], await InputsOf(tool.Line("run", "sum-squares", "-i", "1,2", "--times", "2")));

    private static async Task<IEnumerable<string>> InputsOf(CommandLine line)
    {
        var run = await Command.RunAsync(line with { Arguments = [.. line.Arguments, "-e", "serial", "--tasks-csv", "-"] });
        return Csv.Parse(run.ShouldExitWith(0).Output).Select(row => row["input"]);
    }
}
