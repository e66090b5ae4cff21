namespace Partime.Tool.Plugins;

/// <summary>What a plugin finds around it besides .NET and the contract.</summary>
/// <param name="StandsAlone">Whether its folder has nothing that could be loaded but the plugin itself.</param>
/// <param name="Frameworks">The folders of the shared frameworks that it uses.</param>
internal sealed record PluginSurroundings(bool StandsAlone, string[] Frameworks)
{
    /// <summary>Looks around without loading anything.</summary>
    /// <exception cref="PartimeException">Something is missing that the plugin needs.</exception>
    public static PluginSurroundings Of(string pluginPath)
    {
        // Partime's own, which is loaded already.
        if (pluginPath == typeof(PluginSurroundings).Assembly.Location)
            return new PluginSurroundings(StandsAlone: true, []);
        var facts = AssemblyFacts.Read(pluginPath);
        // First, as a newer .NET would be missed by other names as well.
        Framework.Check(pluginPath, facts.TargetFramework);
        DependencyList.Check(pluginPath);
        var frameworks = SharedFrameworks.FoldersOf(pluginPath);
        PrivateDependencies.Check(pluginPath, facts.References, frameworks);
        return new PluginSurroundings(PrivateDependencies.StandsAlone(pluginPath), frameworks);
    }
}
