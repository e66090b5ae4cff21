using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Files;

/// <summary>Standard output and input, which are partime's own. Plugins and the programs that they start share the process, so before their code runs
/// the descriptors 0 and 1 are made to lead elsewhere:
/// <code>
///   1 standard output ──► the data          0 standard input ──► the inputs
///   after the separation:
///   a copy ─────────────► the data          0 ──► /dev/null
///   1 ──────────────────► standard error
/// </code>
/// </summary>
internal static class StandardStreams
{
    private const int InputDescriptor = 0, OutputDescriptor = 1, ErrorDescriptor = 2;
    private const string Nothing = "/dev/null";

    private static Stream? data;
    private static bool? isTerminal;

    /// <summary>Whether the data would be shown to a person.</summary>
    public static bool IsTerminal => isTerminal ??= !Console.IsOutputRedirected;

    /// <summary>The descriptor of the data.</summary>
    public static int DataDescriptor { get; private set; } = OutputDescriptor;

    /// <summary>Has the console write UTF-8. On Linux to streams of ours, which are there at once; on Windows it would write the console's code page, which lacks signs such as µ, ± and –,
    /// also where there is no console.</summary>
    public static void OpenConsole()
    {
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (!OperatingSystem.IsLinux())
            return;
        Console.SetOut(WriterTo(OutputDescriptor));
        Console.SetError(WriterTo(ErrorDescriptor));
    }

    /// <summary>As the console's own writer does, it replaces half a surrogate pair and does not throw.</summary>
    public static StreamWriter WriterTo(int descriptor) =>
        new(new DescriptorStream(descriptor, reportsBrokenPipe: false), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>A stream for the data.</summary>
    public static Stream OpenOutput() => data ?? Create();

    /// <summary>Standard input. If partime was started without one, its number belongs to a file that .NET has opened, and reading that may never end. Such a file is closed when another
    /// program starts; one that was inherited is not.</summary>
    public static Stream OpenInput() => OperatingSystem.IsLinux() && LibC.fcntl(InputDescriptor, LibC.F_GETFD, 0) != 0
        ? throw new PartimeException("Cannot read standard input: it is closed. Redirect it from a file, or name one.")
        : Console.OpenStandardInput();

    /// <summary>Keeps standard output for the data: what other code writes there goes to standard error. In managed code alone where the system is not
    /// Linux.</summary>
    public static void KeepOutput()
    {
        // Descriptor 1 is another one below.
        _ = IsTerminal;
        Console.SetOut(Console.Error);
        if (!OperatingSystem.IsLinux())
            return;
        var copy = LibC.fcntl(OutputDescriptor, LibC.F_DUPFD_CLOEXEC, ErrorDescriptor + 1);
        // It may be closed.
        if (copy < 0)
            return;
        DataDescriptor = copy;
        data = Create();
        if (LibC.dup2(ErrorDescriptor, OutputDescriptor) < 0)
            LeadToNothing(OutputDescriptor, LibC.O_RDWR);
    }

    /// <summary>Empties standard input once the inputs are read. Other code then finds what it finds in worker processes.</summary>
    public static void EndInput()
    {
        Console.SetIn(TextReader.Null);
        if (OperatingSystem.IsLinux())
            LeadToNothing(InputDescriptor, LibC.O_RDONLY);
    }

    private static void LeadToNothing(int descriptor, int access)
    {
        var nothing = LibC.open(Nothing, access | LibC.O_CLOEXEC, 0);
        if (nothing < 0 || nothing == descriptor)
            return;
        _ = LibC.dup2(nothing, descriptor);
        _ = LibC.close(nothing);
    }

    /// <summary>A stream that reports a broken pipe. The console's own stream ignores it, and a session would go on measuring without a reader.</summary>
    private static Stream Create()
    {
        if (OperatingSystem.IsLinux())
            return new DescriptorStream(DataDescriptor, reportsBrokenPipe: true);
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(DataDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file has no reader that could end, and a FileStream would keep a position of its own.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
