using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Partime.Tool.Installation;

/// <summary>The names of an archive's entries, which become paths on any system: what one of them would understand differently is
/// refused on all.</summary>
internal static partial class EntryName
{
    private static readonly SearchValues<char> MeaningOnWindows = SearchValues.Create("<>:\"|?*");

    /// <summary>The path that the name stands for, relative and with <c>/</c>.</summary>
    /// <exception cref="InvalidDataException">It would lead elsewhere, or no file could be named so; the message says why.</exception>
    public static string ToPath(string name)
    {
        // Packages hold their names as in addresses, and whoever writes %2e%2e means two dots.
        var path = Uri.UnescapeDataString(name);
        if (Trouble(path) is { } trouble)
            throw new InvalidDataException($"its entry {Quoted.Name(path)} {trouble}");
        return path;
    }

    /// <summary>Whether a single file or folder can be named so.</summary>
    public static bool IsFit(string name) => !name.Contains('/') && Trouble(name) is null;

    private static string? Trouble(string path)
    {
        if (path.Any(IsInvisible))
            return "has characters in its name that cannot be seen";
        if (path.Contains('\\'))
            return "has a backslash in its name, which is a separator on Windows only";
        if (path.StartsWith('/') || Drive().IsMatch(path))
            return "has an absolute name";
        if (path.EndsWith('/'))
            return "is a folder, and packages hold files only";
        if (Encoding.UTF8.GetByteCount(path) > PackageLimits.PathBytes)
            return $"has a name of more than {PackageLimits.PathBytes} bytes";
        return path.Split('/').Select(SegmentTrouble).FirstOrDefault(trouble => trouble is not null);
    }

    private static string? SegmentTrouble(string segment)
    {
        if (segment == "..")
            return "leads out of the package";
        if (segment is "" or ".")
            return "has an empty part in its name";
        if (segment.AsSpan().ContainsAny(MeaningOnWindows))
            return "has a character in its name that Windows does not take";
        if (segment[^1] is '.' or ' ' || segment[0] == ' ')
            return "has a part in its name that begins with a blank or ends with a dot or a blank";
        if (Device().IsMatch(segment))
            return "has the name of a device on Windows";
        return Encoding.UTF8.GetByteCount(segment) > PackageLimits.NameBytes ? $"has a part in its name of more than {PackageLimits.NameBytes} bytes" : null;
    }

    /// <summary>Control characters, and those that turn the direction of writing around or have no width.</summary>
    private static bool IsInvisible(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex Drive();

    /// <summary>With any ending: <c>nul.dll</c> is the device too.</summary>
    [GeneratedRegex(@"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}
