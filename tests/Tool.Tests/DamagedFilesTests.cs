using System.Text;
using Partime.Tool.Analysis;
using Partime.Tool.Installation;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Installation;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests;

/// <summary>Files that are only read: each damage is read over or refused with a sentence that names the file, and nothing else happens.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const int Mutations = 500;

    private readonly TemporaryFolder folder = new();

    private string Path => folder["damaged"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ALockFile() => ReadDamaged(
        LockFile.ToBytes(new PluginLock([Store.Made("Foo", "1.0.0"), Store.Made("bar", "2.0.0")])),
        () => LockFile.ToBytes(LockFile.Read(Path)));

    [Fact]
    public void ARunsCsv()
    {
        var whole = CsvOutput.Runs(CsvOutput.Session(), MadeRun.Of("1", "2"), MadeRun.Of("1", null) with { Executor = "threads", Workers = 2, Number = 2 });
        ReadDamaged(Encoding.UTF8.GetBytes(whole), () => Summary.Of(RunsReader.Read(Path).Runs, EquivalenceBand.Default));
    }

    [Fact]
    public void Inputs() => ReadDamaged(
        "1\n20\n0..20000\ncafé\nhttp://localhost/?a=1,2\n"u8.ToArray(),
        () => InputSpec.Parse([$"@{Path}"], () => Stream.Null));

    [Fact]
    public void AListOfDependencies() => ReadDamaged(
        """{"runtimeTarget":{"name":"n"},"targets":{"n":{"a/1":{"dependencies":{"b":"1"},"runtime":{"a.dll":{"assemblyVersion":"1.0"}}}}},"libraries":{"a/1":{"type":"project","serviceable":false,"sha512":""}}}"""u8.ToArray(),
        () => DependencyList.Check(Path),
        name: "damaged.deps.json");

    private void ReadDamaged(byte[] whole, Action read, string name = "damaged")
    {
        // Seeded, so that a failure comes again.
        var random = new Random(1);
        for (var number = 0; number < Mutations; number++)
        {
            File.WriteAllBytes(folder[name], Damage.To(whole, random));
            try
            {
                read();
            }
            catch (PartimeException exception)
            {
                Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
            }
        }
    }
}
