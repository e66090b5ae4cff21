using System.Text;
using System.Text.Json.Nodes;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

public sealed class LockFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void ALockThatWasWrittenIsReadBack()
    {
        var plugin = Store.Made("Foo", "1.0.0-beta.1") with
        {
            InUse = false,
            Executors = ["foo-pool"],
            Origin = new PluginOrigin(PluginOriginKind.Folder, "/a folder/é", ""),
            Files = new PluginFiles([("Foo.dll", "aGFzaA=="), ("de/Foo.resources.dll", "aGF+c2/g=")]),
        };
        var read = Read(LockFile.ToBytes(new PluginLock([plugin])));

        Assert.Equivalent(plugin, Assert.Single(read.Plugins), strict: true);
    }

    [Fact]
    public void TheSamePluginsAreTheSameTextWhateverTheOrderOfTheirInstallation()
    {
        var (one, other) = (Store.Made("Foo", "1.0.0"), Store.Made("bar", "2.0.0"));

        Assert.Equal(LockFile.ToBytes(PluginLock.Empty.With(one).With(other)), LockFile.ToBytes(PluginLock.Empty.With(other).With(one)));
    }

    [Theory]
    [InlineData("", "it is empty. Write one")]
    [InlineData("{\n\"schema\":1,\n]", "line 3 is not valid JSON. Write one")]
    [InlineData("[]", "'schema' is missing. Write one")]
    [InlineData("{}", "'schema' is missing. Write one")]
    [InlineData("{\"schema\":1}", "'plugins' is missing. Write one")]
    [InlineData("{\"schema\":1,\"plugins\":[{}]}", "'origin' is missing. Write one")]
    [InlineData("{\"schema\":1,\"plugins\":7}", "a value is of another kind")]
    [InlineData("{\"schema\":\"one\",\"plugins\":[]}", "a value is of another kind")]
    public void AFileThatIsNotALockFileIsRefused(string text, string reason) =>
        Assert.Contains($"lock.json is not a lock file of plugins: {reason}", Refused(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void AnEmptyNameOfALockFileIsRefused(string path) =>
        Assert.StartsWith($"'{path}' is not the name of a lock file: ", Assert.Throws<PartimeException>(() => LockFile.Read(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void ALockFileFromAnotherShellIsRead()
    {
        var text = Encoding.UTF8.GetString(LockFile.ToBytes(new PluginLock([Store.Made("Foo", "1.0.0")])));
        foreach (var encoding in (Encoding[])[new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Encoding.Unicode])
        {
            File.WriteAllText(folder["lock.json"], text, encoding);
            Assert.Single(LockFile.Read(folder["lock.json"]).Plugins);
        }
    }

    [Fact]
    public void ALockFileOfALaterSchemaIsRefused() =>
        Assert.Contains("is a lock file of schema 2, and this partime reads 1: update partime", Refused("{\"schema\":2,\"plugins\":[]}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("id", "../Foo")]
    [InlineData("id", "")]
    [InlineData("version", "../1.0.0")]
    [InlineData("version", "")]
    [InlineData("version", "1x")]
    [InlineData("id", "lock.json")]
    [InlineData("assemblies", "Foo\0.dll")]
    [InlineData("assemblies", "/tmp/Foo.dll")]
    [InlineData("assemblies", "../Bar/Foo.dll")]
    [InlineData("assemblies", "..\\Foo.dll")]
    public void ValuesThatLeadOutOfThePluginsFolderAreRefused(string property, string value)
    {
        var json = JsonNode.Parse(LockFile.ToBytes(new PluginLock([Store.Made("Foo", "1.0.0")])))!;
        json["plugins"]![0]![property] = property == "assemblies" ? new JsonArray(value) : value;

        Assert.Contains($"'{value}' is not allowed here", Refused(json.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public void ADeviceWithoutAnEndIsRefused()
    {
        if (File.Exists("/dev/zero"))
            Assert.Contains("too large for a lock file", Assert.Throws<PartimeException>(() => LockFile.Read("/dev/zero")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatDoesNotExistIsRefused() =>
        Assert.Contains("nowhere", Assert.Throws<PartimeException>(() => LockFile.Read(folder["nowhere"])).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();

    private PluginLock Read(byte[] bytes)
    {
        File.WriteAllBytes(folder["lock.json"], bytes);
        return LockFile.Read(folder["lock.json"]);
    }

    private string Refused(string text)
    {
        File.WriteAllText(folder["lock.json"], text);
        return Assert.Throws<PartimeException>(() => LockFile.Read(folder["lock.json"])).Message;
    }
}
