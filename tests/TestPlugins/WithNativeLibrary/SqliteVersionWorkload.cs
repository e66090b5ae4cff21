using System.Runtime.InteropServices;

namespace Partime.TestPlugins;

/// <summary>Asks a native library that it brings along, one file for every system.</summary>
[Workload("sqlite-version", "Tells the version of the SQLite beside it.", SampleInputs = "0..3")]
public sealed class SqliteVersionWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Marshal.PtrToStringUTF8(Version())!);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_libversion")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern nint Version();
}
