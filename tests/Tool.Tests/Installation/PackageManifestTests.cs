using System.Text;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>What a package says of itself in its .nuspec.</summary>
public sealed class PackageManifestTests
{
    [Theory]
    [InlineData("", "a library")]
    [InlineData("<packageTypes></packageTypes>", "a library")]
    [InlineData("""<packageTypes><packageType name="Dependency" /></packageTypes>""", "a library")]
    [InlineData("""<packageTypes><packageType name="DotnetTool" /></packageTypes>""", "dotnet tool install")]
    [InlineData("""<packageTypes><packageType name="Template" /></packageTypes>""", "dotnet new install")]
    [InlineData("""<packageTypes><packageType name="MSBuildSdk" /></packageTypes>""", "an SDK")]
    [InlineData("""<packageTypes><packageType name="Recipe" /></packageTypes>""", "'Recipe'")]
    public void AnotherKindOfPackageIsRefusedAndNamed(string types, string kind)
    {
        var refusal = RefusalOf(CraftedPackage.ManifestOf("Some.Thing", "1.0.0", types));

        Assert.Contains("is a NuGet package but not a partime plugin: ", refusal, StringComparison.Ordinal);
        Assert.Contains(kind, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void APackageMayHaveOtherTypesToo() =>
        Assert.Equal("Some.Thing", Open(CraftedPackage.ManifestOf("Some.Thing", "1.0.0", """<packageTypes><packageType name="Dependency" /><packageType name="partimeplugin" version="2.0" /></packageTypes>""")).Id);

    [Fact]
    public void AnArchiveWithoutAManifestIsRefused() =>
        Assert.Contains("no .nuspec", PackageFile.RefusalOf(CraftedPackage.Of(CraftedPackage.Assembly)), StringComparison.Ordinal);

    [Fact]
    public void AManifestInAFolderIsIgnored() =>
        Assert.Contains("no .nuspec", RefusalOf(CraftedPackage.Manifest with { Name = "plugin/plugin.nuspec"u8.ToArray() }), StringComparison.Ordinal);

    [Fact]
    public void TwoManifestsAreRefused() =>
        Assert.Contains("2 .nuspec files", PackageFile.RefusalOf(CraftedPackage.With(new CraftedEntry("Other.NuSpec", "<package />"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("no XML at all")]
    [InlineData("<package>")]
    [InlineData("<package />")]
    [InlineData("<package><metadata /></package>")]
    [InlineData("<something><else /></something>")]
    [InlineData("<package><metadata><id>a</id><version>1.0.0</version><packageTypes><packageType /></packageTypes></metadata></package>")]
    [InlineData("""<!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><package><metadata><id>&lol2;</id></metadata></package>""")]
    [InlineData("""<!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]><package><metadata><id>&file;</id></metadata></package>""")]
    public void AnUnreadableManifestIsRefused(string text) => RefusalOf(new CraftedEntry("plugin.nuspec", text));

    [Fact]
    public void AManifestWithADocumentTypeIsRefused() =>
        Assert.Contains("DTD", RefusalOf(new CraftedEntry("plugin.nuspec", "<!DOCTYPE package []>\n" + Encoding.UTF8.GetString(CraftedPackage.Manifest.Bytes).Split('\n', 2)[1])), StringComparison.Ordinal);

    [Fact]
    public void ALargeManifestIsRefused()
    {
        var large = Encoding.UTF8.GetString(CraftedPackage.Manifest.Bytes) + new string('\n', 1 << 20);
        Assert.Contains("its .nuspec has", RefusalOf(new CraftedEntry("plugin.nuspec", large)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("$id$")]
    [InlineData("nul")]
    [InlineData("Con.Sole")]
    [InlineData("LongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLong1")]
    public void AnInvalidIdIsRefused(string id) =>
        Assert.Contains(id.Trim().Length == 0 ? "id" : $"its id '{id}' is not valid", RefusalOf(CraftedPackage.ManifestOf(id, "1.0.0")), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("1.0.0/../..")]
    [InlineData("1.0.0-")]
    [InlineData("1.0.0-a b")]
    [InlineData("[1.0,2.0)")]
    [InlineData("1.*")]
    [InlineData("1.0.0.0.0")]
    [InlineData("99999999999.0.0")]
    [InlineData("1.0.0-longlonglonglonglonglonglonglonglonglonglonglonglonglonglonglong")]
    public void AnInvalidVersionIsRefused(string version) =>
        Assert.Contains("version", RefusalOf(CraftedPackage.ManifestOf("Some.Thing", version)), StringComparison.Ordinal);

    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("1.2", "1.2.0")]
    [InlineData("01.02.03.00", "1.2.3")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("1.0.0-beta.1", "1.0.0-beta.1")]
    [InlineData("1.0.0+build.7", "1.0.0")]
    public void AVersionIsNormalized(string version, string normal) =>
        Assert.Equal(normal, Open(CraftedPackage.ManifestOf("Some.Thing", version)).Version);

    [Fact]
    public void APackageWithoutAFolderForThePluginIsRefused() =>
        Assert.Contains("no folder plugin/", PackageFile.RefusalOf(CraftedPackage.Of(CraftedPackage.Manifest, new CraftedEntry("lib/net10.0/WordCount.dll", "an assembly"))), StringComparison.Ordinal);

    private static (string Id, string Version) Open(CraftedEntry manifest)
    {
        using var file = new PackageFile(CraftedPackage.Of(manifest, CraftedPackage.Assembly));
        using var package = PluginPackage.Open(file.Path);
        return (package.Id, package.Version);
    }

    private static string RefusalOf(CraftedEntry manifest) => PackageFile.RefusalOf(CraftedPackage.Of(manifest, CraftedPackage.Assembly));
}
