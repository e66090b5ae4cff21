namespace Partime.Tool.Plugins;

/// <summary>An assembly of an installed plugin, with workloads or executors in it.</summary>
/// <param name="Plugin">The plugin's name and version, for messages.</param>
internal sealed record InstalledAssembly(string Plugin, string Path);
