namespace Partime.EndToEnd.Tests;

public sealed class TutorialTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task AStepShowsItsCommandItsResultAndWhatToReadFromIt()
    {
        var run = (await tool.RunAsync("tutorial", "--step", "8")).ShouldExitWith(0);
        Assert.StartsWith("Step 8 of 8: fetching from a server", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\$ dotnet partime run http-fetch -i http://127\.0\.0\.1:\d+/ --times 12 -e serial,threads,async -w 6 --rounds 1\n", run.Output);
        Assert.Contains("\nhttp-fetch: 12 tasks, 1 round, no warm-up\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("\nLook at wall [^\n]*\nHere 12 fetches took [^\n]* under async\\.\n", run.Output);
    }
}
