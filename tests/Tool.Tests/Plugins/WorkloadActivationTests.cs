using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed unsafe class WorkloadActivationTests
{
    private static readonly Setting[] Settings =
    [
        new("name", "é漢😀 with = and ,"), new("count", "7"), new("header", "one"), new("header", "two"), new("token", "secret"),
        new("sizes", "1KiB,2MB"), new("sizes", "1GiB"), new("percent", "7"),
    ];

    [Fact]
    public void WhatIsReadIsAllThatItTakesAndNothingBehindIt()
    {
        var activation = PluginCatalog.ActivationOf(TestPlugin.Catalog("Options").FindWorkload("options"), Settings);
        var bytes = activation.ToBytes();
        var read = Read([.. bytes, 1, 2, 3], out var length);

        Assert.Equal(bytes.Length, length);
        Assert.Equal((activation.Info.Name, activation.Info.TypeName, activation.Info.TypeToken, activation.Info.AssemblyPath, activation.Dependencies.StandsAlone),
            (read.Info.Name, read.Info.TypeName, read.Info.TypeToken, read.Info.AssemblyPath, read.Dependencies.StandsAlone));
        Assert.Equal(activation.Values, read.Values);
        Assert.Equal(
            activation.Info.Options.Select(option => (option.Name, option.Type, option.Secret, option.PropertyName)),
            read.Info.Options.Select(option => (option.Name, option.Type, option.Secret, option.PropertyName)));
    }

    [Fact]
    public void ARecipeThatWasReadMakesTheSameWorkload()
    {
        var activation = PluginCatalog.ActivationOf(TestPlugin.Catalog("Options").FindWorkload("options"), Settings);
        var read = Read(activation.ToBytes(), out _);

        var here = PluginOptions.Read(activation.Construct(new PluginActivator()), activation.Info);
        var there = PluginOptions.Read(read.Construct(new PluginActivator(read.Dependencies)), activation.Info);

        Assert.Equal(here, there);
        Assert.Contains(there, parameter => parameter is { Name: "name", Text: "é漢😀 with = and ," });
    }

    private static WorkloadActivation Read(byte[] bytes, out long length)
    {
        fixed (byte* start = bytes)
        {
            var at = start;
            var activation = WorkloadActivation.Read(ref at);
            length = at - start;
            return activation;
        }
    }
}
