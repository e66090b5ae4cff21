using System.Text;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>Real archives whose entries have the names that attackers give them.</summary>
public sealed class PackageNameTests
{
    [Theory]
    [InlineData("plugin/../../outside.txt")]
    [InlineData("plugin/../../../../../../../../tmp/outside.txt")]
    [InlineData("../outside.txt")]
    [InlineData("plugin/..")]
    [InlineData("plugin/%2e%2e/%2E%2E/outside.txt")]
    [InlineData("plugin/..%2f..%2foutside.txt")]
    public void AnEntryNameThatLeadsOutOfThePackageIsRefused(string name) =>
        Assert.Contains("leads out of the package", RefusalOf(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("/etc/cron.d/outside")]
    [InlineData("//server/share/outside")]
    [InlineData("%2Fetc/outside")]
    [InlineData("C:/Windows/outside.dll")]
    [InlineData("c:outside.dll")]
    public void AnAbsoluteNameIsRefused(string name) =>
        Assert.Contains("has an absolute path as its name", RefusalOf(name), StringComparison.Ordinal);

    [Theory]
    [InlineData(@"plugin\..\..\outside.txt")]
    [InlineData(@"plugin/..\outside.txt")]
    [InlineData(@"C:\Windows\outside.dll")]
    [InlineData(@"\\server\share\outside")]
    [InlineData("plugin/..%5Coutside.txt")]
    public void ABackslashIsRefused(string name) =>
        Assert.Contains("has a backslash", RefusalOf(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("plugin/a\0.dll")]
    [InlineData("plugin/a%00.dll")]
    [InlineData("plugin/a\n.dll")]
    [InlineData("plugin/\u001b[31mred.dll")]
    [InlineData("plugin/txt.\u202elld.dll")]
    [InlineData("plugin/a\u200b.dll")]
    public void AnInvisibleCharacterInAnEntryNameIsRefused(string name) =>
        Assert.Contains("has invisible characters", RefusalOf(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("plugin/nul")]
    [InlineData("plugin/NUL.dll")]
    [InlineData("plugin/Con.tar.gz")]
    [InlineData("plugin/aux/a.dll")]
    [InlineData("plugin/com1.dll")]
    [InlineData("plugin/LPT\u00b2")]
    [InlineData("plugin/nul .txt")]
    [InlineData("plugin/conout$")]
    public void TheNameOfADeviceIsRefused(string name) =>
        Assert.Contains("name of a Windows device", RefusalOf(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("plugin/a:stream.dll", "does not allow")]
    [InlineData("plugin/what?.dll", "does not allow")]
    [InlineData("plugin/a.dll.", "ends with a dot")]
    [InlineData("plugin/a.dll ", "ends with a dot or a space")]
    [InlineData("plugin/.../a.dll", "ends with a dot")]
    [InlineData("plugin/ a.dll", "starts with a space")]
    [InlineData("plugin//a.dll", "empty part")]
    [InlineData("plugin/./a.dll", "empty part")]
    [InlineData("", "empty part")]
    [InlineData("plugin/folder/", "is a folder")]
    public void AnEntryNameThatIsNotValidEverywhereIsRefused(string name, string reason) =>
        Assert.Contains(reason, RefusalOf(name), StringComparison.Ordinal);

    [Fact]
    public void AnEntryNameThatIsTooLongIsRefused()
    {
        Assert.Contains("more than 255 bytes", RefusalOf($"plugin/{new string('x', 256)}"), StringComparison.Ordinal);
        Assert.Contains("more than 255 bytes", RefusalOf($"plugin/{new string('é', 128)}"), StringComparison.Ordinal);
        Assert.Contains("more than 512 bytes", RefusalOf($"plugin/{string.Concat(Enumerable.Repeat("x/", 300))}x"), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEntryNameThatIsNotUtf8IsRefused() =>
        Assert.Contains("not UTF-8", PackageFile.RefusalOf(CraftedPackage.With(CraftedPackage.Assembly with { Name = [.. "plugin/"u8, 0xff, 0xfe] })), StringComparison.Ordinal);

    [Theory]
    [InlineData("plugin/WordCount.dll", "two entries 'plugin/WordCount.dll'")]
    [InlineData("plugin/Word%43ount.dll", "two entries 'plugin/WordCount.dll'")]
    [InlineData("plugin/wordcount.DLL", "'plugin/WordCount.dll' and 'plugin/wordcount.DLL' are the same file")]
    [InlineData("Plugin/Other.dll", "are in the same folder")]
    [InlineData("plugin/WordCount.dll/Other.dll", "'plugin/WordCount.dll' is a file")]
    [InlineData("plugin/wordcount.dll/a/b/Other.dll", "'plugin/WordCount.dll' is a file")]
    [InlineData("plugin", "'plugin' is a file")]
    public void TwoEntriesWithTheSamePathAreRefused(string name, string reason) =>
        Assert.Contains(reason, RefusalOf(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("plugin/é/Ünïcode.dll")]
    [InlineData("plugin/with blank.dll")]
    [InlineData("plugin/with%20blank.dll")]
    [InlineData("plugin/100%25.txt")]
    [InlineData("plugin/..a/b..c")]
    [InlineData("plugin/console.dll")]
    [InlineData("plugin/com10.dll")]
    [InlineData("plugin/.hidden")]
    public void AnUnusualEntryNameIsAccepted(string name)
    {
        using var file = new PackageFile(CraftedPackage.With(new CraftedEntry(name, "a file")));
        using var package = PluginPackage.Open(file.Path);
        package.ExtractTo(file.Target);

        Assert.Equal("a file", File.ReadAllText(Path.Combine(file.Target, Uri.UnescapeDataString(name["plugin/".Length..]))));
    }

    [Fact]
    public void ALongNameIsShortened()
    {
        var refusal = RefusalOf($"../{new string('x', 60_000)}");

        Assert.Contains("'../xxx", refusal, StringComparison.Ordinal);
        Assert.InRange(refusal.Length, 100, 400);
    }

    private static string RefusalOf(string name) =>
        PackageFile.RefusalOf(CraftedPackage.With(new CraftedEntry(Encoding.UTF8.GetBytes(name), [], []).Stored()));
}
