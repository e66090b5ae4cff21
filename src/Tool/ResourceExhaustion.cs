using System.Runtime.InteropServices;

namespace Partime.Tool;

/// <summary>The system has no more open files, threads or memory to give. It may show anywhere, and is no bug.</summary>
/// <remarks>Made of the core library alone: where no more files can be opened, no other library can be loaded.</remarks>
internal static class ResourceExhaustion
{
    /// <summary>The innermost of its signs; <see langword="null"/> if the exception comes of something else.</summary>
    public static Exception? Behind(Exception? exception) =>
        exception is null ? null : Behind(exception.InnerException) ?? (IsSign(exception) ? exception : null);

    /// <summary>For <see cref="ExitCode.Usage"/>: what to change.</summary>
    public static string Sentence(Exception sign)
    {
        var seen = sign switch
        {
            FileNotFoundException { FileName: { } library } => $"{FileOf(library)} cannot be opened",
            OutOfMemoryException => "memory or a thread was refused",
            COMException => "a library cannot be opened",
            _ => sign.Message.Trim().TrimEnd('.'),
        };
        return $"The system has no more open files, threads or memory: {seen}. Raise the limits (ulimit -n, ulimit -u, ulimit -v), or ask for fewer workers.";
    }

    private static bool IsSign(Exception exception) => exception switch
    {
        OutOfMemoryException => true,
        FileNotFoundException { FileName: { } library } => IsThere(library),
        // ENOMEM, ENFILE and EMFILE.
        IOException => !OperatingSystem.IsWindows() && exception.HResult is 12 or 23 or 24,
        COMException => exception.HResult == FaultMessage.InternalError,
        DllNotFoundException => exception.Message.Contains("Too many open files", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>A library that stands where it should and is wanted by partime itself, and not another version of it by a plugin.</summary>
    private static bool IsThere(string library)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            if (!assembly.IsDynamic && IsOwn(assembly.Location))
                foreach (var reference in assembly.GetReferencedAssemblies())
                    if (reference.FullName == library)
                        return IsWhole(Path.Combine(AppContext.BaseDirectory, FileOf(library))) || IsWhole(Path.Combine(Framework, FileOf(library)));
        return false;
    }

    /// <summary>Whether it begins as all libraries do, or cannot be opened even now. Any other is damaged.</summary>
    private static bool IsWhole(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadByte() == 'M' && file.ReadByte() == 'Z';
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsOwn(string file) =>
        Path.GetDirectoryName(file) is { } folder && (folder == Framework || folder == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string Framework => Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    private static string FileOf(string library) => library.Split(',')[0] + ".dll";
}
