using System.Runtime.InteropServices;

namespace Partime.Tool.Plugins;

/// <summary>Everything that another process needs to construct the same workload.</summary>
/// <param name="Info">The workload.</param>
/// <param name="Values">For each of its options, in order, the texts to set it to.</param>
/// <param name="Dependencies">Sent along, so that no worker process has to look for them.</param>
internal sealed record WorkloadActivation(WorkloadInfo Info, OptionTexts[] Values, PluginDependencies Dependencies)
{
    public IWorkload Construct(PluginActivator activator)
    {
        var workload = activator.Create<IWorkload>(Info);
        PluginOptions.Set(workload, Info, Values);
        return workload;
    }

    public byte[] ToBytes() => ActivationBytes.Write(Info, Values, Dependencies);

    /// <summary>Reads an activation and moves the pointer behind it. Facts that running the workload does not need are empty.</summary>
    public static unsafe WorkloadActivation Read(ref byte* at)
    {
        var read = ActivationBytes.Read(ref at);
        return new WorkloadActivation(new WorkloadInfo(read.Name, "", null, true, read.Options, [], read.TypeName, read.TypeToken, read.AssemblyPath) { LoadPath = read.LoadPath }, read.Values, read.Dependencies);
    }
}

/// <summary>Everything that another process needs to construct the same executor.</summary>
/// <inheritdoc cref="WorkloadActivation"/>
internal sealed record ExecutorActivation(ExecutorInfo Info, OptionTexts[] Values, PluginDependencies Dependencies)
{
    /// <summary>Constructs the executor beside a workload. If both are in the same assembly they share its static fields, as in a
    /// session.</summary>
    public IExecutor Construct(WorkloadActivation workload, PluginActivator workloads) =>
        Construct(Info.AssemblyPath == workload.Info.AssemblyPath ? workloads : new PluginActivator(Dependencies));

    public IExecutor Construct(PluginActivator activator)
    {
        var executor = activator.Create<IExecutor>(Info);
        PluginOptions.Set(executor, Info, Values);
        return executor;
    }

    public byte[] ToBytes() => ActivationBytes.Write(Info, Values, Dependencies);

    /// <summary>Reads an activation. Facts that running the executor does not need are empty.</summary>
    public static unsafe ExecutorActivation Read(byte* at)
    {
        var read = ActivationBytes.Read(ref at);
        return new ExecutorActivation(new ExecutorInfo(read.Name, "", 0, null, null, read.Options, read.TypeName, read.TypeToken, read.AssemblyPath) { LoadPath = read.LoadPath }, read.Values, read.Dependencies);
    }
}

/// <summary>An activation as bytes, each text behind its length. A worker process reads it before anything else. The general classes
/// for this, or decoding UTF-8, would take 2 ms each.</summary>
internal static unsafe class ActivationBytes
{
    public static byte[] Write(IPluginType info, OptionTexts[] values, PluginDependencies dependencies)
    {
        using var bytes = new MemoryStream();
        Write(bytes, info.Name);
        Write(bytes, info.TypeName);
        Write(bytes, info.TypeToken);
        Write(bytes, info.AssemblyPath);
        Write(bytes, info.LoadPath);
        Write(bytes, dependencies.StandsAlone ? 1 : 0);
        Write(bytes, dependencies.Frameworks);
        Write(bytes, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Write(bytes, info.Options[i].Name);
            Write(bytes, info.Options[i].Type);
            Write(bytes, info.Options[i].Secret ? 1 : 0);
            Write(bytes, info.Options[i].PropertyName);
            Write(bytes, values[i].Texts);
            Write(bytes, values[i].IsSet ? 1 : 0);
        }
        return bytes.ToArray();
    }

    public static Parts Read(ref byte* at)
    {
        var (name, type, token) = (ReadText(ref at), ReadText(ref at), ReadNumber(ref at));
        var (assembly, loadPath) = (ReadText(ref at), ReadText(ref at));
        var dependencies = new PluginDependencies(ReadNumber(ref at) != 0, ReadTexts(ref at));
        var options = new OptionInfo[ReadNumber(ref at)];
        var values = new OptionTexts[options.Length];
        for (var i = 0; i < options.Length; i++)
        {
            options[i] = new OptionInfo(ReadText(ref at), "", ReadText(ref at), null, ReadNumber(ref at) != 0, ReadText(ref at));
            values[i] = new OptionTexts(ReadTexts(ref at), ReadNumber(ref at) != 0);
        }
        return new Parts(name, type, token, assembly, loadPath, options, values, dependencies);
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

    public sealed record Parts(
        string Name, string TypeName, int TypeToken, string AssemblyPath, string LoadPath, OptionInfo[] Options, OptionTexts[] Values, PluginDependencies Dependencies);
}

/// <summary>A constructed workload, with the options in effect in the order of their declaration.</summary>
internal sealed record LoadedWorkload(IWorkload Workload, WorkloadInfo Info, IReadOnlyList<Parameter> Parameters);

/// <summary>A constructed executor, with the options in effect in the order of their declaration.</summary>
/// <param name="Executor">The executor.</param>
/// <param name="Info">Its description.</param>
/// <param name="Values">For each of its options, in order, the texts it was set to.</param>
/// <param name="Parameters">The options in effect.</param>
internal sealed record LoadedExecutor(IExecutor Executor, ExecutorInfo Info, OptionTexts[] Values, IReadOnlyList<Parameter> Parameters)
{
    public ExecutorActivation ToActivation() => new(Info, Values, PluginDependencies.Of(PluginPath.Of(Info)));
}
