using System.Diagnostics;
using Partime.Tool.Cli;
using Partime.Tool.Files;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Files;

public sealed class OutputPlaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TwoHardLinksAreOneFile()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Link();
        Assert.Contains("both name", Refusal(new Outputs(folder["a.csv"], folder["b.csv"], Excel: false).EnsureUsable), StringComparison.Ordinal);
    }

    [Fact]
    public void AHardLinkOfWhatIsReadIsNoOutput()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Link();
        var outputs = new Outputs(null, null, Excel: false) { SummaryCsv = folder["b.csv"] };
        Assert.Contains("is read and would be overwritten", Refusal(() => InputFiles.EnsureApart([folder["a.csv"]], outputs)), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotThereYetIsOneBehindAllNamesOfItsFolder()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Directory.CreateSymbolicLink(folder["linked"], Directory.CreateDirectory(folder["real"]).FullName);
        Assert.Equal(OutputPlace.Of(folder["real/a.csv"]), OutputPlace.Of(folder["linked/a.csv"]));
        Assert.NotEqual(OutputPlace.Of(folder["real/a.csv"]), OutputPlace.Of(folder["linked/b.csv"]));
    }

    [Fact]
    public void OtherFilesHaveOtherPlaces()
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
