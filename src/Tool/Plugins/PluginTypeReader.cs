using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Partime.Tool.Plugins;

/// <summary>Turns the metadata of marked classes into descriptions.</summary>
internal sealed class PluginTypeReader(string path, MetadataReader metadata)
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
            path);
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
            path);
    }

    /// <summary>The options of the class, then those of its base classes as far as they are in the same assembly.</summary>
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
        return options;
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
        Min = option.Named<string?>(nameof(OptionAttribute.Min), null),
        Max = option.Named<string?>(nameof(OptionAttribute.Max), null),
    };

    private List<MetricInfo> ReadMetrics(TypeDefinitionHandle type)
    {
        var metrics = new List<MetricInfo>();
        foreach (var metric in Attributes(metadata.GetTypeDefinition(type).GetCustomAttributes(), nameof(MetricAttribute)))
            metrics.Add(new MetricInfo(PluginNames.Checked("metric", metric.Text(0), path), metric.Text(1), metric.Text(2)));
        PluginNames.RequireDistinct("metric", metrics.Select(metric => metric.Name), path);
        return metrics;
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
