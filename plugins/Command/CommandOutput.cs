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
    private readonly FileStream? file = settings.Keep.Length == 0 ? null : new FileStream(Path.Combine(settings.Keep, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite);
    private MemoryStream? error;

    /// <summary>Whether nothing is done with it.</summary>
    public bool IsDiscarded => hash is null;

    public long Length { get; private set; }

    public CommandSettings Settings => settings;

    public void Append(ReadOnlySpan<byte> part)
    {
        Length += part.Length;
        hash?.Append(part);
        file?.Write(part);
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
    public string LastWords()
    {
        var bytes = error is null ? [] : error.ToArray();
        var lines = Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, bytes.Length - KeptErrorBytes))).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? "." : $": {string.Join('\n', lines.TakeLast(ErrorLines))}";
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
            : throw new CommandException($"The output of {Length} bytes is longer than the 64 KiB of output=value: choose output=digest, or keep=FOLDER.");
    }

    public void Dispose()
    {
        if (file is null)
            return;
        file.Dispose();
        File.Delete(file.Name);
    }

    /// <summary>Another run has written the same, or something else has been there before.</summary>
    private void KeepFile()
    {
        file!.Flush();
        var path = Path.Combine(settings.Keep, string.Create(CultureInfo.InvariantCulture, $"{task}.out"));
        try
        {
            File.Move(file.Name, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            var other = new XxHash3();
            using (var existing = File.OpenRead(path))
                other.Append(existing);
            if (other.GetCurrentHashAsUInt64() != hash!.GetCurrentHashAsUInt64())
                throw new CommandException($"'{path}' exists with other contents, and is kept: name another folder, and for outputs that differ choose one executor and --rounds 1.");
        }
    }
}
