namespace Partime.EndToEnd.Tests;

public sealed class InputTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task InputsComeFromStandardInput()
    {
        var line = tool.Line("run", "sum-squares", "-i", "@-", "-e", "serial", "--tasks-csv", "-") with { Input = "7\n8\n" };
        Assert.Equal(["7", "8"], Csv.Parse((await Command.RunAsync(line)).ShouldExitWith(0).Output).Select(row => row["input"]));
    }
}
