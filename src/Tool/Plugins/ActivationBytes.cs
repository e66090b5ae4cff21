using System.Runtime.InteropServices;

namespace Partime.Tool.Plugins;

/// <summary>A recipe as bytes, each text behind its length. A worker process reads it before anything else: the general classes
/// for this, or decoding UTF-8, would take it 2 ms each.</summary>
internal static unsafe class ActivationBytes
{
    public static byte[] Write(IPluginType info, IReadOnlyList<string>[] values, PluginSurroundings surroundings)
    {
        using var bytes = new MemoryStream();
        Write(bytes, info.Name);
        Write(bytes, info.TypeName);
        Write(bytes, info.TypeToken);
        Write(bytes, info.AssemblyPath);
        Write(bytes, surroundings.StandsAlone ? 1 : 0);
        Write(bytes, surroundings.Frameworks);
        Write(bytes, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Write(bytes, info.Options[i].Name);
            Write(bytes, info.Options[i].Type);
            Write(bytes, info.Options[i].Secret ? 1 : 0);
            Write(bytes, info.Options[i].PropertyName);
            Write(bytes, values[i]);
        }
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write(IPluginType, IReadOnlyList{string}[], PluginSurroundings)"/> wrote and moves on behind it.</summary>
    public static Ingredients Read(ref byte* at)
    {
        var (name, type, token) = (ReadText(ref at), ReadText(ref at), ReadNumber(ref at));
        var assembly = ReadText(ref at);
        var surroundings = new PluginSurroundings(ReadNumber(ref at) != 0, ReadTexts(ref at));
        var options = new OptionInfo[ReadNumber(ref at)];
        var values = new IReadOnlyList<string>[options.Length];
        for (var i = 0; i < options.Length; i++)
        {
            options[i] = new OptionInfo(ReadText(ref at), "", ReadText(ref at), null, ReadNumber(ref at) != 0, ReadText(ref at));
            values[i] = ReadTexts(ref at);
        }
        return new Ingredients(name, type, token, assembly, options, values, surroundings);
    }

    private static void Write(MemoryStream bytes, int number) => bytes.Write(BitConverter.GetBytes(number));

    private static void Write(MemoryStream bytes, string text)
    {
        Write(bytes, text.Length);
        bytes.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void Write(MemoryStream bytes, IReadOnlyList<string> texts)
    {
        Write(bytes, texts.Count);
        foreach (var text in texts)
            Write(bytes, text);
    }

    private static int ReadNumber(ref byte* at)
    {
        var number = *(int*)at;
        at += sizeof(int);
        return number;
    }

    private static string ReadText(ref byte* at)
    {
        var length = ReadNumber(ref at);
        var text = new string((char*)at, 0, length);
        at += length * sizeof(char);
        return text;
    }

    private static string[] ReadTexts(ref byte* at)
    {
        var texts = new string[ReadNumber(ref at)];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = ReadText(ref at);
        return texts;
    }

    /// <summary>What was read.</summary>
    public sealed record Ingredients(
        string Name, string TypeName, int TypeToken, string AssemblyPath, OptionInfo[] Options, IReadOnlyList<string>[] Values, PluginSurroundings Surroundings);
}
