using PublicApiGenerator;

namespace Partime.Tool.Tests;

public sealed class PublicShapeTests
{
    private const string Approved = "tests/Tool.Tests/PublicShape.approved.txt";

    /// <summary>Plugins are compiled against it: within a major it may only grow.</summary>
    [Fact]
    public void TheContractIsTheApprovedOne()
    {
        var shape = typeof(IWorkload).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        var received = shape.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approvedPath = Path.Combine(Repository.Root, Approved);
        if (File.Exists(approvedPath) && Repository.Text(Approved).ReplaceLineEndings("\n") == received)
            return;

        var receivedPath = Path.Combine(AppContext.BaseDirectory, "PublicShape.received.txt");
        File.WriteAllText(receivedPath, received);
        Assert.Fail($"""
            The public shape of Partime.Abstractions has changed. If that is meant, approve it:
              cp {receivedPath} {approvedPath}
            Received:
            {received}
            """);
    }
}
