using System.Runtime.InteropServices;

namespace Partime.Tool.Plugins;

/// <summary>All that it takes to construct the same workload in another process.</summary>
/// <param name="Info">The workload.</param>
/// <param name="Values">For each of its options, in order, the texts it is to be set to.</param>
/// <param name="Surroundings">What its assembly finds around it, so that no worker has to look.</param>
internal sealed record WorkloadRecipe(WorkloadInfo Info, IReadOnlyList<string>[] Values, PluginSurroundings Surroundings)
{
    /// <summary>Constructs the workload and sets its options.</summary>
    public IWorkload Construct(PluginActivator activator)
    {
        var workload = activator.Create<IWorkload>(Info);
        PluginOptions.Set(workload, Info, Values);
        return workload;
    }

    /// <summary>The recipe as bytes, each text behind its length. A worker process reads it before anything else: the general classes
    /// for this, or decoding UTF-8, would take it 2 ms each.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        Write(bytes, Info.Name);
        Write(bytes, Info.TypeName);
        Write(bytes, Info.TypeToken);
        Write(bytes, Info.AssemblyPath);
        Write(bytes, Surroundings.StandsAlone ? 1 : 0);
        Write(bytes, Surroundings.Frameworks);
        Write(bytes, Values.Length);
        for (var i = 0; i < Values.Length; i++)
        {
            Write(bytes, Info.Options[i].Name);
            Write(bytes, Info.Options[i].Type);
            Write(bytes, Info.Options[i].Secret ? 1 : 0);
            Write(bytes, Info.Options[i].PropertyName);
            Write(bytes, Values[i]);
        }
        return bytes.ToArray();
    }

    /// <summary>Reads a recipe and moves on behind it. What is not needed to run the workload is empty.</summary>
    public static unsafe WorkloadRecipe Read(ref byte* at)
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
        return new WorkloadRecipe(new WorkloadInfo(name, "", null, true, options, [], type, token, assembly), values, surroundings);
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

    private static unsafe int ReadNumber(ref byte* at)
    {
        var number = *(int*)at;
        at += sizeof(int);
        return number;
    }

    private static unsafe string ReadText(ref byte* at)
    {
        var length = ReadNumber(ref at);
        var text = new string((char*)at, 0, length);
        at += length * sizeof(char);
        return text;
    }

    private static unsafe string[] ReadTexts(ref byte* at)
    {
        var texts = new string[ReadNumber(ref at)];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = ReadText(ref at);
        return texts;
    }
}
