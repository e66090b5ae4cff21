using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed unsafe class ExecutorRecipeTests
{
    private static readonly PluginCatalog Catalog = TestPlugin.Catalog("PluginExecutor");

    [Fact]
    public void ARecipeThatWasReadMakesTheSameExecutor()
    {
        var loaded = Catalog.CreateExecutor(Catalog.FindExecutor("paced"), [new Setting("pause", "1.5s"), new Setting("token", "é漢😀")]);
        var recipe = loaded.ToRecipe();

        var made = Read(recipe).Construct(PluginCatalog.RecipeOf(Catalog.FindWorkload("sleep"), []), new PluginActivator());

        Assert.Equal(loaded.Parameters, PluginOptions.Read(made, recipe.Info));
        Assert.Equal(TimeSpan.FromSeconds(1.5), made.GetType().GetProperty("Pause")!.GetValue(made));
        Assert.Equal("é漢😀", made.GetType().GetProperty("Token")!.GetValue(made));
    }

    [Fact]
    public void AnExecutorFromTheWorkloadsAssemblySharesWhatIsStaticInIt()
    {
        var workload = PluginCatalog.RecipeOf(Catalog.FindWorkload("paced"), []);
        var activator = new PluginActivator(workload.Surroundings);
        var recipe = Catalog.CreateExecutor(Catalog.FindExecutor("paced"), []).ToRecipe();

        Assert.Same(workload.Construct(activator).GetType().Assembly, Read(recipe).Construct(workload, activator).GetType().Assembly);
    }

    [Fact]
    public void PartimesOwnAreThoseOfThisProcess()
    {
        var recipe = Catalog.CreateExecutor(Catalog.FindExecutor("threads"), [new Setting("stack-size", "1MiB")]).ToRecipe();
        var made = Read(recipe).Construct(PluginCatalog.RecipeOf(Catalog.FindWorkload("sleep"), []), new PluginActivator());

        Assert.Equal(new ByteSize(1 << 20), Assert.IsType<Partime.Tool.Execution.ThreadsExecutor>(made).StackSize);
    }

    private static ExecutorRecipe Read(ExecutorRecipe recipe)
    {
        fixed (byte* start = recipe.ToBytes())
            return ExecutorRecipe.Read(start);
    }
}
