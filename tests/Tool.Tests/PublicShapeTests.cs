using System.Reflection;
using Partime.Testing;
using PublicApiGenerator;

namespace Partime.Tool.Tests;

public sealed class PublicShapeTests
{
    /// <summary>Plugins are compiled against it: within a major it may only grow.</summary>
    [Fact]
    public void TheContractIsTheApprovedOne() => AssertApproved(typeof(IWorkload).Assembly, "PublicShape");

    /// <summary>Plugins' tests are compiled against it.</summary>
    [Fact]
    public void TheTestKitIsTheApprovedOne() => AssertApproved(typeof(ExecutorFacts).Assembly, "PublicShape.Testing");

    private static void AssertApproved(Assembly assembly, string file)
    {
        var approved = $"tests/Tool.Tests/{file}.approved.txt";
        var shape = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        var received = shape.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approvedPath = Path.Combine(Repository.Root, approved);
        if (File.Exists(approvedPath) && Repository.Text(approved).ReplaceLineEndings("\n") == received)
            return;

        var receivedPath = Path.Combine(AppContext.BaseDirectory, $"{file}.received.txt");
        File.WriteAllText(receivedPath, received);
        Assert.Fail($"""
            The public shape of {assembly.GetName().Name} has changed. If that is meant, approve it:
              cp {receivedPath} {approvedPath}
            Received:
            {received}
            """);
    }
}
