using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Partime.Tool.Plugins;

/// <summary>A plugin's file, and the name for it in messages. While a plugin is being installed its files are in a temporary folder, and
/// users know them by another path.</summary>
internal sealed record PluginPath(string Actual, string Shown)
{
    public static implicit operator PluginPath(string path) => new(path, path);

    public string Name => Path.GetFileName(Shown);

    public PluginPath WithExtension(string extension) => new(Path.ChangeExtension(Actual, extension), Path.ChangeExtension(Shown, extension));

    public override string ToString() => Shown;

    /// <summary>Pipes and devices have the length 0, and reading one may never end.</summary>
    public byte[] ReadBytes() => new FileInfo(Actual).Length == 0 ? [] : File.ReadAllBytes(Actual);

    /// <summary>Where a plugin is loaded from, and where users have it.</summary>
    public static PluginPath Of(IPluginType type) => new(type.LoadPath, type.AssemblyPath);
}

/// <summary>The workloads and executors in one assembly, read without loading it.</summary>
internal sealed record PluginFile(PluginPath Path, IReadOnlyList<WorkloadInfo> Workloads, IReadOnlyList<ExecutorInfo> Executors)
{
    public bool HasPlugins => Workloads.Count + Executors.Count > 0;

    /// <summary>Null if the file is not a .NET assembly.</summary>
    public static PluginFile? Read(PluginPath path)
    {
        try
        {
            // Pipes and devices have the length 0, and reading one may never end. No assembly is larger than 2 GiB.
            if (new FileInfo(path.Actual).Length is 0 or > int.MaxValue)
                return null;
            return AssemblyMetadata.Read(path, metadata => Read(path, metadata));
        }
        catch (BadImageFormatException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static PluginFile Read(PluginPath path, MetadataReader metadata)
    {
        if (Contract.ReferenceOf(metadata) is not { } referenced)
            return new PluginFile(path, [], []);

        var reader = new PluginTypeReader(path, metadata);
        var workloads = new List<WorkloadInfo>();
        var executors = new List<ExecutorInfo>();
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.TypeDefinition)
                continue;

            var name = ContractAttribute.NameOf(metadata, attribute);
            if (name is not (nameof(WorkloadAttribute) or nameof(ExecutorAttribute)))
                continue;

            // Before reading on, because another contract may have other attributes.
            Contract.Check(path, referenced);
            var type = (TypeDefinitionHandle)attribute.Parent;
            if (name == nameof(WorkloadAttribute))
                workloads.Add(reader.ReadWorkload(type, attribute));
            else
                executors.Add(reader.ReadExecutor(type, attribute));
        }
        return new PluginFile(path, workloads, executors);
    }
}

/// <summary>Reads the descriptions of marked classes from metadata.</summary>
internal sealed class PluginTypeReader(PluginPath path, MetadataReader metadata)
{
    public WorkloadInfo ReadWorkload(TypeDefinitionHandle type, CustomAttribute attribute)
    {
        var workload = new ContractAttribute(metadata, attribute);
        return new WorkloadInfo(
            PluginNames.Checked("workload", workload.Text(0), path),
            workload.Text(1),
            workload.Named<string?>(nameof(WorkloadAttribute.SampleInputs), null),
            workload.Named(nameof(WorkloadAttribute.Deterministic), true),
            ReadOptions(type),
            ReadMetrics(type),
            metadata.FullName(type),
            MetadataTokens.GetToken(type),
            path.Shown)
        { LoadPath = path.Actual };
    }

    public ExecutorInfo ReadExecutor(TypeDefinitionHandle type, CustomAttribute attribute)
    {
        var executor = new ContractAttribute(metadata, attribute);
        return new ExecutorInfo(
            PluginNames.Checked("executor", executor.Text(0), path),
            executor.Text(1),
            executor.Named(nameof(ExecutorAttribute.MaxWorkers), 0),
            executor.Named<string?>(nameof(ExecutorAttribute.DefaultWorkers), null),
            executor.Named<string?>(nameof(ExecutorAttribute.DefaultChunkSize), null),
            ReadOptions(type),
            metadata.FullName(type),
            MetadataTokens.GetToken(type),
            path.Shown)
        { LoadPath = path.Actual };
    }

    /// <summary>The options of the class, then those of its base classes in the same assembly.</summary>
    private List<OptionInfo> ReadOptions(EntityHandle type)
    {
        var options = new List<OptionInfo>();
        while (type.Kind == HandleKind.TypeDefinition && !type.IsNil)
        {
            var definition = metadata.GetTypeDefinition((TypeDefinitionHandle)type);
            foreach (var handle in definition.GetProperties())
            {
                var property = metadata.GetPropertyDefinition(handle);
                foreach (var option in Attributes(property.GetCustomAttributes(), nameof(OptionAttribute)))
                    options.Add(ReadOption(property, option));
            }
            type = definition.BaseType;
        }
        PluginNames.RequireDistinct("option", options.Select(option => option.Name), path);
        RequireOne(nameof(OptionAttribute.Rest), options.Count(option => option.Rest));
        RequireOne(nameof(OptionAttribute.Others), options.Count(option => option.Others));
        return options;

        void RequireOne(string property, int count)
        {
            if (count > 1)
                throw new PartimeException($"Several options of a class in {path} have {property}: leave it at one.");
        }
    }

    private OptionInfo ReadOption(PropertyDefinition property, ContractAttribute option) => new(
        PluginNames.Checked("option", option.Text(0), path),
        option.Text(1),
        property.DecodeSignature(TypeTexts.Instance, null).ReturnType,
        option.Named<string?>(nameof(OptionAttribute.Default), null),
        option.Named(nameof(OptionAttribute.Secret), false),
        metadata.GetString(property.Name))
    {
        Required = option.Named(nameof(OptionAttribute.Required), false),
        Rest = option.Named(nameof(OptionAttribute.Rest), false),
        Others = option.Named(nameof(OptionAttribute.Others), false),
        Min = option.Named<string?>(nameof(OptionAttribute.Min), null),
        Max = option.Named<string?>(nameof(OptionAttribute.Max), null),
    };

    private List<MetricInfo> ReadMetrics(TypeDefinitionHandle type)
    {
        var metrics = new List<MetricInfo>();
        foreach (var metric in Attributes(metadata.GetTypeDefinition(type).GetCustomAttributes(), nameof(MetricAttribute)))
            metrics.Add(new MetricInfo(PluginNames.Checked("metric", metric.Text(0), path), UnitOf(metric), metric.Text(2), AggregateOf(metric)));
        PluginNames.RequireDistinct("metric", metrics.Select(metric => metric.Name), path);
        return metrics;
    }

    /// <summary>A runs CSV joins metrics with their units by semicolons.</summary>
    private string UnitOf(ContractAttribute metric) => !metric.Text(1).Contains(';') ? metric.Text(1)
        : throw new PartimeException($"The metric '{metric.Text(0)}' in {path} has the invalid unit '{metric.Text(1)}': write it without ';'.");

    private MetricAggregate AggregateOf(ContractAttribute metric)
    {
        var value = metric.Named(nameof(MetricAttribute.Aggregate), 0);
        return Enum.IsDefined(typeof(MetricAggregate), value)
            ? (MetricAggregate)value
            : throw new PartimeException($"The metric '{metric.Text(0)}' in {path} has the unknown Aggregate {value}: write one of {string.Join(", ", Enum.GetNames<MetricAggregate>())}.");
    }

    private IEnumerable<ContractAttribute> Attributes(CustomAttributeHandleCollection handles, string name)
    {
        foreach (var handle in handles)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (ContractAttribute.NameOf(metadata, attribute) == name)
                yield return new ContractAttribute(metadata, attribute);
        }
    }
}

/// <summary>Names become arguments, list items and CSV columns, so they must be valid as all of them.</summary>
internal static class PluginNames
{
    /// <summary>Users select every executor by this name.</summary>
    private const string Reserved = "all";

    public static string Checked(string kind, string name, PluginPath path) =>
        Fits(name) && name != Reserved
            ? name
            : throw new PartimeException($"The {kind} '{name}' in {path} has an invalid name: use lower-case letters and digits, joined by single hyphens or underscores, and not '{Reserved}'.");

    /// <summary>Refuses two names that would become the same column.</summary>
    public static void RequireDistinct(string kind, IEnumerable<string> names, PluginPath path)
    {
        var seen = new HashSet<string>();
        foreach (var name in names)
            if (!seen.Add(name.Replace('-', '_')))
                throw new PartimeException($"Two {kind}s of a class in {path} are named '{name}': rename one.");
    }

    /// <summary>Without a regular expression, which would take longer to load than all names take to check.</summary>
    public static bool Fits(string name)
    {
        var mayJoin = false;
        foreach (var letter in name)
            if (char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))
                mayJoin = true;
            else if (letter is '-' or '_' && mayJoin)
                mayJoin = false;
            else
                return false;
        return mayJoin;
    }
}
