using System.IO.Compression;
using System.Text;
using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests.Windows;

/// <summary>The tool as users of Windows get it: the package for any system, behind the program that <c>dotnet tool install</c> makes there, and .NET's runtime for
/// Windows. Wine runs them, with a Windows of their own.</summary>
public sealed class WindowsTool : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Where commands are run, with a name that ASCII cannot say.</summary>
    public string Files => Directory.CreateDirectory(folder["Läufe 1"]).FullName;

    private string Setting => $"WINEPREFIX={folder["windows"]}";

    private string Program => Path.Combine(folder["Programme für alle"], "dotnet-partime.exe");

    public async Task InitializeAsync()
    {
        if (NeedsAttribute.IsMissing("wine"))
            return;
        LinkRuntime();
        // No window asks for anything, a program that crashes just ends, and it is no older Windows than .NET knows.
        var settings = folder.Write("settings.reg", """
            Windows Registry Editor Version 5.00

            [HKEY_CURRENT_USER\Software\Wine]
            "Version"="win10"

            [HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\AeDebug]
            "Debugger"=""
            "Auto"="0"

            """);
        // Without Wine's own .NET Framework and browser, which a new Windows would look for.
        (await Command.RunAsync(Wine(("WINEDLLOVERRIDES", "mscoree,mshtml="), "regedit", "/S", settings))).ShouldExitWith(0);
    }

    public async Task DisposeAsync()
    {
        if (!NeedsAttribute.IsMissing("wine"))
            foreach (var option in (string[])["--kill", "--wait"])
                await Command.RunAsync(Wine(default) with { Program = "wineserver", Arguments = [option] });
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A path of this machine as Windows names it.</summary>
    internal static string PathOf(string path) => $"Z:{path.Replace('/', '\\')}";

    /// <param name="packages">Where the tool's packages are.</param>
    /// <param name="arguments">Of partime.</param>
    internal CommandLine Line(string packages, params string[] arguments)
    {
        if (!File.Exists(Program))
            Install(Path.Combine(packages, $"partime.any.{Repository.Version}.nupkg"));
        return Wine(("DOTNET_ROOT_X64", PathOf(folder["dotnet"])), [Program, .. arguments]);
    }

    /// <summary>The processes of partime that run, workers and all.</summary>
    internal IReadOnlyList<int> Processes() => [.. ProcessTable.With(Setting).Where(pid => ProcessTable.CommandOf(pid).Contains("dotnet-partime.exe", StringComparison.Ordinal))];

    private CommandLine Wine((string Name, string Value) variable, params string[] arguments) => new("wine", arguments)
    {
        Folder = Files,
        Environment = new Dictionary<string, string?>
        {
            ["WINEPREFIX"] = folder["windows"],
            ["WINEDEBUG"] = "-all",
            ["HOME"] = folder.Path,
            ["DISPLAY"] = null,
            // How Wine translates names of files.
            ["LC_ALL"] = "C.UTF-8",
            // Wine has no memory that is mapped twice.
            ["DOTNET_EnableWriteXorExecute"] = "0",
            // As in the projects of tests.
            ["DOTNET_TieredPGO"] = "0",
            [variable.Name ?? "PARTIME_PLUGINS"] = variable.Value,
        },
    };

    /// <summary>The folder of .NET as its installer makes it, of the packages that programs are published with.</summary>
    private void LinkRuntime()
    {
        var native = Repository.RuntimeForWindows("native");
        var framework = $"shared/Microsoft.NETCore.App/{Repository.RuntimeVersion}";
        foreach (var file in Directory.GetFiles(native).Concat(Directory.GetFiles(Repository.RuntimeForWindows("lib/net10.0"))))
            Link(framework, file);
        Link($"host/fxr/{Repository.RuntimeVersion}", Path.Combine(native, "hostfxr.dll"));

        void Link(string into, string file) =>
            File.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(Path.Combine(folder["dotnet"], into)).FullName, Path.GetFileName(file)), file);
    }

    /// <summary>.NET's program starts the assembly whose name is written into it, in place of a mark.</summary>
    private void Install(string package)
    {
        const string Inside = "tools/net10.0/any/";
        using var archive = ZipFile.OpenRead(package);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.StartsWith(Inside, StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder["Programme für alle"], entry.FullName[Inside.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            entry.ExtractToFile(path);
        }
        var mark = "c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2"u8;
        var program = File.ReadAllBytes(Repository.HostForWindows);
        var at = program.AsSpan().IndexOf(mark);
        program.AsSpan(at, mark.Length).Clear();
        Encoding.UTF8.GetBytes("partime.dll", program.AsSpan(at));
        File.WriteAllBytes(Program, program);
    }
}
