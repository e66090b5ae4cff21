using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Partime.Tool.Installation;

/// <summary>A lock as a JSON file. <c>docs/sharing-plugins.md</c> describes it.</summary>
/// <remarks>Written and read by hand: every <c>run</c> and <c>list</c> reads it, and setting up a serializer would take longer than
/// reading.</remarks>
internal static partial class LockFile
{
    private const int Schema = 1;

    /// <summary>Far more than a thousand plugins take.</summary>
    private const int MaxLength = 64 << 20;

    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do about a damaged one, as a sentence without its full stop.</param>
    public static PluginLock Read(string path, string remedy = "Write one with 'dotnet partime plugin lock'")
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
            throw new PartimeException($"'{path}' is not the name of a lock file: name one that 'dotnet partime plugin lock' has written.");
        try
        {
            using var document = JsonDocument.Parse(TextOf(path));
            return Read(document.RootElement, path);
        }
        // JsonElement throws the last two where a value is of another kind.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new PartimeException($"{path} is not a lock file of plugins: {ReasonOf(exception)}. {remedy}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The lock file {path} cannot be read: {exception.Message}", exception);
        }
    }

    private static string ReasonOf(Exception exception) => exception switch
    {
        JsonException json => $"line {json.LineNumber + 1} is not valid JSON",
        InvalidOperationException => "a value is of another kind than in such a file",
        _ => exception.Message.TrimEnd('.'),
    };

    /// <summary>A device has no length, and may have no end.</summary>
    private static string TextOf(string path)
    {
        using var reader = new StreamReader(FileToRead.Open(path));
        var (text, part) = (new StringBuilder(), new char[1 << 16]);
        while (reader.Read(part) is > 0 and var length)
            if (text.Append(part, 0, length).Length > MaxLength)
                throw new PartimeException($"{path} is too large for a lock file: name one that 'dotnet partime plugin lock' has written.");
        return text.Length > 0 ? text.ToString() : throw new FormatException("it is empty");
    }

    public static byte[] ToBytes(PluginLock plugins)
    {
        var bytes = new ArrayBufferWriter<byte>();
        // Base 64 has plus signs, which only web pages need escaped.
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteStartArray("plugins");
            foreach (var plugin in plugins.Plugins)
                Write(json, plugin);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static PluginLock Read(JsonElement root, string path)
    {
        var schema = Property(root, "schema").GetInt32();
        if (schema != Schema)
            throw new PartimeException($"{path} is a lock file of schema {schema}, and this partime reads {Schema}: {(schema > Schema ? "update partime" : "write it again")}.");
        return new PluginLock([.. Property(root, "plugins").EnumerateArray().Select(ReadPlugin)]);
    }

    private static InstalledPlugin ReadPlugin(JsonElement plugin)
    {
        var origin = Property(plugin, "origin");
        return new InstalledPlugin
        {
            Id = Checked(Text(plugin, "id"), PluginReference.IsId),
            Version = Checked(Text(plugin, "version"), IsVersion),
            InUse = Property(plugin, "in_use").GetBoolean(),
            Origin = new PluginOrigin(
                Enum.TryParse<PluginOriginKind>(Text(origin, "kind"), ignoreCase: true, out var kind) ? kind : throw new FormatException("an origin is of an unknown kind"),
                Text(origin, "place"),
                Text(origin, "package_sha512")),
            Contract = Text(plugin, "contract"),
            Workloads = Texts(plugin, "workloads"),
            Executors = Texts(plugin, "executors"),
            Assemblies = [.. Texts(plugin, "assemblies").Select(file => Checked(file, IsBelow))],
            Files = new PluginFiles([.. Property(plugin, "files").EnumerateObject().Select(file => (Checked(file.Name, IsBelow), file.Value.GetString() ?? ""))]),
        };
    }

    private static void Write(Utf8JsonWriter json, InstalledPlugin plugin)
    {
        json.WriteStartObject();
        json.WriteString("id", plugin.Id);
        json.WriteString("version", plugin.Version);
        json.WriteBoolean("in_use", plugin.InUse);
        json.WriteStartObject("origin");
        json.WriteString("kind", plugin.Origin.Kind switch { PluginOriginKind.Feed => "feed", PluginOriginKind.File => "file", _ => "folder" });
        json.WriteString("place", plugin.Origin.Place);
        json.WriteString("package_sha512", plugin.Origin.PackageSha512);
        json.WriteEndObject();
        json.WriteString("contract", plugin.Contract);
        Write(json, "workloads", plugin.Workloads);
        Write(json, "executors", plugin.Executors);
        Write(json, "assemblies", plugin.Assemblies);
        json.WriteString("sha512", plugin.Files.Sha512);
        json.WriteStartObject("files");
        foreach (var (path, sha512) in plugin.Files.All)
            json.WriteString(path, sha512);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : throw new FormatException($"'{name}' is missing");

    private static string Text(JsonElement element, string name) => Property(element, name).GetString() ?? throw new FormatException($"'{name}' is missing");

    private static string[] Texts(JsonElement element, string name) => [.. Property(element, name).EnumerateArray().Select(text => text.GetString() ?? "")];

    private static string Checked(string text, Func<string, bool> isFit) =>
        isFit(text) ? text : throw new FormatException($"'{text}' is not allowed here");

    /// <summary>Checked without NuGet, whose libraries would have to be loaded.</summary>
    private static bool IsVersion(string text) => VersionForm().IsMatch(text);

    /// <summary>Otherwise a lock file could make any file of the machine a plugin.</summary>
    private static bool IsBelow(string path) => !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..") && path.IndexOf('\0') < 0;

    [GeneratedRegex(@"^\d{1,9}(\.\d{1,9}){1,3}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z")]
    private static partial Regex VersionForm();
}
