using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed unsafe class WorkloadRecipeTests
{
    private static readonly Setting[] Settings =
    [
        new("name", "é漢😀 with = and ,"), new("count", "7"), new("header", "one"), new("header", "two"), new("token", "secret"),
        new("sizes", "1KiB,2MB"), new("sizes", "1GiB"), new("percent", "7"),
    ];

    [Fact]
    public void WhatIsReadIsAllThatItTakesAndNothingBehindIt()
    {
        var recipe = PluginCatalog.RecipeOf(TestPlugin.Catalog("Options").FindWorkload("options"), Settings);
        var bytes = recipe.ToBytes();
        var read = Read([.. bytes, 1, 2, 3], out var length);

        Assert.Equal(bytes.Length, length);
        Assert.Equal((recipe.Info.Name, recipe.Info.TypeName, recipe.Info.TypeToken, recipe.Info.AssemblyPath, recipe.Surroundings.StandsAlone),
            (read.Info.Name, read.Info.TypeName, read.Info.TypeToken, read.Info.AssemblyPath, read.Surroundings.StandsAlone));
        Assert.Equal(recipe.Values, read.Values);
        Assert.Equal(
            recipe.Info.Options.Select(option => (option.Name, option.Type, option.Secret, option.PropertyName)),
            read.Info.Options.Select(option => (option.Name, option.Type, option.Secret, option.PropertyName)));
    }

    [Fact]
    public void ARecipeThatWasReadMakesTheSameWorkload()
    {
        var recipe = PluginCatalog.RecipeOf(TestPlugin.Catalog("Options").FindWorkload("options"), Settings);
        var read = Read(recipe.ToBytes(), out _);

        var here = PluginOptions.Read(recipe.Construct(new PluginActivator()), recipe.Info);
        var there = PluginOptions.Read(read.Construct(new PluginActivator(read.Surroundings)), recipe.Info);

        Assert.Equal(here, there);
        Assert.Contains(there, parameter => parameter is { Name: "name", Text: "é漢😀 with = and ," });
    }

    private static WorkloadRecipe Read(byte[] bytes, out long length)
    {
        fixed (byte* start = bytes)
        {
            var at = start;
            var recipe = WorkloadRecipe.Read(ref at);
            length = at - start;
            return recipe;
        }
    }
}
