using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Partime.Plugins.Command;

/// <summary>What one command writes: of standard output the digest, the text or a file, of standard error its end.</summary>
internal sealed class CommandOutput(CommandSettings settings, long task) : IDisposable
{
    private const int MaxValueBytes = 64 * 1024, KeptErrorBytes = 4 * 1024, ErrorLines = 5;

    private readonly XxHash3? hash = settings.Output == OutputWay.Discard && settings.Keep.Length == 0 ? null : new();
    private readonly MemoryStream? text = settings.Output == OutputWay.Value ? new() : null;
    private readonly FileStream? file = settings.Keep.Length == 0 ? null : Open(settings.Keep, task);
    private MemoryStream? error;

    /// <summary>Whether nothing is done with it.</summary>
    public bool IsDiscarded => hash is null;

    public long Length { get; private set; }

    public CommandSettings Settings => settings;

    public void Append(ReadOnlySpan<byte> part)
    {
        Length += part.Length;
        hash?.Append(part);
        WriteToFile(part);
        text?.Write(part[..(int)Math.Min(part.Length, Math.Max(0, MaxValueBytes + 1 - text.Length))]);
    }

    public void AppendError(ReadOnlySpan<byte> part)
    {
        error ??= new MemoryStream();
        if (error.Length > 16 * KeptErrorBytes)
        {
            var end = error.ToArray()[^KeptErrorBytes..];
            error.SetLength(0);
            error.Write(end);
        }
        error.Write(part);
    }

    /// <summary>The last lines of standard error behind a colon, or a full stop.</summary>
    public string Tail()
    {
        var bytes = error is null ? [] : error.ToArray();
        // Blanks and zero bytes may come by the thousand.
        var lines = Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, bytes.Length - KeptErrorBytes))).Split('\n')
            .Select(line => string.Join(' ', line.Split([' ', '\t', '\r', '\0'], StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0).TakeLast(ErrorLines).ToList();
        return lines.Count == 0 ? "." : $": {string.Join('\n', lines)}";
    }

    /// <summary>The value of the task, once the command has ended well.</summary>
    public WorkResult ToResult()
    {
        if (file is not null)
            KeepFile();
        if (settings.Output == OutputWay.Discard)
            return WorkResult.None;
        if (text is null)
            return WorkResult.Of(string.Create(CultureInfo.InvariantCulture, $"{Length} bytes {hash!.GetCurrentHashAsUInt64():x16}"));
        return Length <= MaxValueBytes ? WorkResult.OfUtf8(text.GetBuffer().AsSpan(0, (int)text.Length).TrimEnd("\r\n"u8))
            : throw new WorkFailedException($"The output of {Length} bytes is longer than the 64 KiB of output=value: choose output=digest, or keep=FOLDER.");
    }

    public void Dispose()
    {
        if (file is null)
            return;
        file.Dispose();
        File.Delete(file.Name);
    }

    private static string NameOf(long task) => string.Create(CultureInfo.InvariantCulture, $"{task}.out");

    private static FileStream Open(string folder, long task)
    {
        var path = Path.Combine(folder, $".{NameOf(task)}.{Path.GetRandomFileName()}.partial");
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotKeep(path, exception);
        }
    }

    private static WorkFailedException CannotKeep(string path, Exception exception) => new($"The option 'keep' cannot write '{path}': {exception.Message.TrimEnd('.')}. Name another folder.");

    /// <summary>Another run has written the same, or something else has been there before.</summary>
    private void KeepFile()
    {
        var path = Path.Combine(settings.Keep, NameOf(task));
        try
        {
            file!.Flush();
            if (TryMoveTo(path))
                return;
            if (!LibC.IsRegularFile(path))
                throw new WorkFailedException($"'{path}' is no regular file, so that nothing can be kept there: remove it, or name another folder in the option 'keep'.");
            if (!HasSameContent(path))
                throw new WorkFailedException($"'{path}' exists with other contents, and is kept: " + (settings.IsDeterministic
                    ? "another run, variant or session has had another output. Name another folder in the option 'keep', for variants one with {name} in it."
                    : "outputs that differ need one run: --rounds 1 and one executor, and a folder of their own in the option 'keep'."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotKeep(path, exception);
        }
    }

    private void WriteToFile(ReadOnlySpan<byte> part)
    {
        try
        {
            file?.Write(part);
        }
        catch (IOException exception)
        {
            // .NET appends the path, which is that of a file that is deleted now.
            throw new IOException($"{exception.Message.Split(" : '")[0]}. Free some space, or name another folder in the option 'keep'.", exception);
        }
    }

    private bool TryMoveTo(string path)
    {
        try
        {
            File.Move(file!.Name, path);
            return true;
        }
        catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return false;
        }
    }

    private bool HasSameContent(string path)
    {
        using var existing = File.OpenRead(path);
        if (existing.Length != Length)
            return false;
        var other = new XxHash3();
        other.Append(existing);
        return other.GetCurrentHashAsUInt64() == hash!.GetCurrentHashAsUInt64();
    }
}
