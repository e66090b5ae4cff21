using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Partime.Tool.Plugins;

/// <summary>What the author of a plugin did not mean.</summary>
/// <param name="Id">As in docs/mistakes.md and in the warnings of a build: <c>PT001</c>.</param>
internal sealed record PluginMistake(string Id, string Text)
{
    /// <summary>Whether it may be meant.</summary>
    public bool IsHint => Id == "PT013";

    public override string ToString() => $"{Id}: {Text}";
}

/// <summary>Finds the mistakes in a plugin that its metadata shows: none of its code runs. The analyzer in the contract's package finds more.</summary>
internal sealed class PluginMistakes
{
    private static readonly Call[] Calls =
    [
        new(typeof(IWorkload), "StartAsync", "ValueTask StartAsync(CancellationToken cancellationToken)"),
        new(typeof(IWorkload), "RunAsync", "ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)"),
        new(typeof(IBlockingWorkload), "Run", "WorkResult Run(WorkItem item, CancellationToken cancellationToken)"),
        new(typeof(IRunLifetime), "StartRunAsync", "ValueTask StartRunAsync(CancellationToken cancellationToken)"),
        new(typeof(IRunLifetime), "EndRunAsync", "ValueTask EndRunAsync()"),
        new(typeof(IWorkerLifetime), "StartWorkerAsync", "ValueTask StartWorkerAsync(int worker, CancellationToken cancellationToken)"),
        new(typeof(IWorkerLifetime), "EndWorkerAsync", "ValueTask EndWorkerAsync(int worker)"),
        new(typeof(IAsyncDisposable), "DisposeAsync", "ValueTask DisposeAsync()"),
        new(typeof(IDisposable), "Dispose", "void Dispose()"),
    ];

    private readonly MetadataReader metadata;
    private readonly PluginClass plugin;
    private readonly List<PluginMistake> found = [];

    private PluginMistakes(MetadataReader metadata, PluginClass plugin) => (this.metadata, this.plugin) = (metadata, plugin);

    /// <summary>The mistakes in a workload or an executor.</summary>
    public static IReadOnlyList<PluginMistake> Of(IPluginType type) => Read(PluginPath.Of(type), metadata =>
    {
        var mistakes = new PluginMistakes(metadata, new PluginClass(metadata, (TypeDefinitionHandle)MetadataTokens.EntityHandle(type.TypeToken)));
        mistakes.CheckClass(type is WorkloadInfo ? typeof(IWorkload) : typeof(IExecutor));
        mistakes.CheckOptions(type);
        if (type is WorkloadInfo)
            mistakes.CheckMembers();
        return mistakes.found;
    });

    /// <summary>Those in the workloads and executors of an assembly, and the classes that partime does not find.</summary>
    public static IEnumerable<PluginMistake> In(PluginFile file) => [.. file.Workloads.SelectMany(Of), .. file.Executors.SelectMany(Of), .. Unmarked(file.Path)];

    /// <summary>The public classes that partime could construct and does not find.</summary>
    public static IReadOnlyList<PluginMistake> Unmarked(PluginPath path) => Read(path, metadata =>
    {
        var found = new List<PluginMistake>();
        foreach (var handle in metadata.TypeDefinitions)
            if (new PluginClass(metadata, handle) is { IsPublic: true, IsMarked: false, ReasonNotToConstruct: null } type)
                foreach (var contract in (Type[])[typeof(IWorkload), typeof(IExecutor)])
                    if (type.Implements(contract))
                        found.Add(new PluginMistake("PT004", $"{type.Name} implements {contract.Name}, and partime does not find it: mark it with [{contract.Name[1..]}(\"name\", \"description\")]."));
        return found;
    });

    private static List<PluginMistake> Read(PluginPath path, Func<MetadataReader, List<PluginMistake>> find)
    {
        try
        {
            return AssemblyMetadata.Read(path, find) ?? throw new BadImageFormatException("It is no .NET assembly.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            throw new PartimeException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private void Add(string id, string text) => found.Add(new PluginMistake(id, text));

    private void CheckClass(Type contract)
    {
        if (plugin.ReasonNotToConstruct is { } reason)
            Add("PT002", $"{plugin.Name} cannot be constructed, because it {reason}.");
        if (!plugin.Implements(contract) && !plugin.HasUnknownBase)
            Add("PT003", $"{plugin.Name} is marked [{contract.Name[1..]}] and does not implement {contract.Name}: {(contract == typeof(IWorkload) ? "derive it from Workload or BlockingWorkload" : "implement it")}.");
    }

    private void CheckOptions(IPluginType type)
    {
        foreach (var option in type.Options)
        {
            if (plugin.FindProperty(option.PropertyName) is not { } property)
                continue;
            if (!plugin.IsPublicAccessor(property.GetAccessors().Getter) || !plugin.IsPublicAccessor(property.GetAccessors().Setter))
                Add("PT007", $"The property {option.PropertyName} cannot be the option '{option.Name}', because it is not public with a getter and a setter.");
            if (option is { Required: true, Default: not null })
                Add("PT010", $"The option '{option.Name}' is required and has a default: leave one of them out.");
            if (OptionTypes.Of(metadata, property) is not { } known)
                continue;
            if (!OptionConversion.Supports(known))
                Add("PT007", $"The property {option.PropertyName} cannot be the option '{option.Name}', because it is of the type {option.Type}: "
                    + "use string, bool, a number, an enum, TimeSpan, DateTimeOffset, ByteSize, Uri, Guid, or an array or List of one of these.");
            else
                CheckValues(type, option, known);
        }
    }

    /// <summary>By the code that sets the option in a run.</summary>
    private void CheckValues(IPluginType type, OptionInfo option, Type known)
    {
        try
        {
            var value = PluginOptions.ValueOf(type, option, known);
            // The members of the plugin's own enum are known by their names only.
            if (option.Default is not { } text || OptionTypes.IsOwnEnum(known) && option.AllowedValues.Count == 0)
                return;
            if (OptionTypes.IsOwnEnum(known) ? !OptionTypes.AreMembers(option, text) : !value.TryRead([text], out _, out _))
                Add("PT008", $"The option '{option.Name}' has the Default '{option.Shown(text)}', and takes {option.TakesOne}{(option is { Min: null, Max: null } ? OptionTypes.Limit(known) : "")}: change one of them.");
        }
        catch (PartimeException refusal)
        {
            Add("PT008", refusal.Message);
        }
    }

    private void CheckMembers()
    {
        foreach (var call in Calls)
            if (!plugin.HasUnknownBase && plugin.HasUncalled(call.Method, call.HasParameters))
                Add("PT001", plugin.Implements(call.Contract)
                    ? $"{plugin.Name}.{call.Method} is never called, because its declaration is not the contract's: write 'public {(plugin.Derives(call.Contract) ? "override " : "")}{call.Declaration}'."
                    : $"{plugin.Name}.{call.Method} is never called, because {plugin.Name} does not implement {call.Contract.Name}: write 'class {plugin.Name} : {(call.Contract == typeof(IBlockingWorkload) ? nameof(BlockingWorkload) : call.Contract.Name)}'.");
        foreach (var name in plugin.AsyncVoidMethods)
            Add("PT012", $"Tasks do not wait for {plugin.Name}.{name}, and an exception in it ends the process: return Task instead of void, and await it.");
        foreach (var name in plugin.MutableStatics)
            Add("PT013", $"Threads share the static field {plugin.Name}.{name}, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it.");
    }
    /// <summary>A method that partime calls.</summary>
    private sealed record Call(Type Contract, string Method, string Declaration)
    {
        public bool HasParameters => !Declaration.EndsWith("()", StringComparison.Ordinal);
    }
}
