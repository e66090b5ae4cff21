using System.Globalization;
using System.Runtime.Loader;
using Microsoft.Win32.SafeHandles;

namespace Partime.Tool;

/// <summary>The files that partime itself was started from. An update or a removal of the tool takes them away while a session runs.</summary>
internal static class OwnFiles
{
    /// <summary>The assemblies that a session first needs at its end, for statistics, the table and the workbook.</summary>
    public static readonly string[] NeededAtTheEnd = ["CsvHelper", "MathNet.Numerics", "Perfolizer", "Pragmastat", "Spectre.Console", "Spectre.Console.Ansi", "SpreadCheetah"];

    private static readonly string Program = typeof(OwnFiles).Assembly.Location;
    private static readonly string Runtime = typeof(object).Assembly.Location;
    private static readonly Dictionary<string, SafeFileHandle> Kept = [];
    private static DateTime written;

    /// <summary>What distinguishes one build of partime from all others. As a number, because formatting a <see cref="Guid"/> would be compiled at the
    /// start of every worker: 4 ms.</summary>
    public static string Build
    {
        get
        {
            Span<byte> id = stackalloc byte[16];
            _ = typeof(OwnFiles).Module.ModuleVersionId.TryWriteBytes(id);
            return (BitConverter.ToInt64(id) ^ BitConverter.ToInt64(id[8..])).ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A sentence if the files have been removed or replaced since <see cref="Keep()"/>; otherwise <see langword="null"/>.</summary>
    public static string? Change =>
        !File.Exists(Program) ? Gone("partime itself was removed", Program)
        : written != default && File.GetLastWriteTimeUtc(Program) != written ? Gone("partime itself was replaced", Program)
        : !File.Exists(Runtime) ? Gone("the .NET that runs partime was removed", Runtime)
        : null;

    /// <summary>Before the first run. Holds the files open without loading them: loading takes 20 ms, and only a session that loses its files would
    /// gain by it. An open file outlives its name.</summary>
    public static void Keep()
    {
        if (written != default)
            return;
        written = File.GetLastWriteTimeUtc(Program);
        Keep(Path.GetDirectoryName(Program)!, NeededAtTheEnd);
        AssemblyLoadContext.Default.Resolving += (context, name) => Load(context, name.Name);
    }

    private static void Keep(string folder, string[] assemblies)
    {
        foreach (var name in assemblies)
            try
            {
                Kept[name] = File.OpenHandle(Path.Combine(folder, $"{name}.dll"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Without it, this one is looked for when it is needed, as ever.
            }
    }

    /// <summary>Called when an assembly is not found in its place.</summary>
    private static System.Reflection.Assembly? Load(AssemblyLoadContext context, string? name)
    {
        if (name is null || !Kept.TryGetValue(name, out var file))
            return null;
        var bytes = new byte[RandomAccess.GetLength(file)];
        for (var read = 0; read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and var count; read += count)
        {
            // To the end.
        }
        using var stream = new MemoryStream(bytes);
        return context.LoadFromStream(stream);
    }

    private static string Gone(string what, string file) =>
        $"{what} during this session: {file} no longer exists or is a different file. What was measured until then is kept. Run the command again.";
}
