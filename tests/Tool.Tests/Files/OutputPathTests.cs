using System.Diagnostics;
using Partime.Tool.Cli;
using Partime.Tool.Files;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Files;

public sealed class OutputPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TwoHardLinksAreOneFile()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Link();
        Assert.Contains("is the path of", Refusal(new Outputs(folder["a.csv"], folder["b.csv"], Excel: false).EnsureUsable), StringComparison.Ordinal);
    }

    [Fact]
    public void AHardLinkToAnInputIsRefusedAsOutput()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Link();
        var outputs = new Outputs(null, null, Excel: false) { SummaryCsv = folder["b.csv"] };
        Assert.Contains("is read and would be overwritten", Refusal(() => InputFiles.EnsureApart([folder["a.csv"]], outputs)), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatDoesNotExistYetIsTheSameByAllPathsOfItsFolder()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Directory.CreateSymbolicLink(folder["linked"], Directory.CreateDirectory(folder["real"]).FullName);
        Assert.Equal(OutputPath.Identity(folder["real/a.csv"]), OutputPath.Identity(folder["linked/a.csv"]));
        Assert.NotEqual(OutputPath.Identity(folder["real/a.csv"]), OutputPath.Identity(folder["linked/b.csv"]));
    }

    [Fact]
    public void DifferentFilesAreAccepted()
    {
        File.WriteAllText(folder["a.csv"], "");
        File.WriteAllText(folder["b.csv"], "");
        new Outputs(folder["a.csv"], folder["b.csv"], Excel: false).EnsureUsable();
    }

    private void Link()
    {
        File.WriteAllText(folder["a.csv"], "rows");
        Process.Start("ln", [folder["a.csv"], folder["b.csv"]]).WaitForExit();
    }

    private static string Refusal(Action attempt) => Assert.Throws<PartimeException>(attempt).Message;
}
