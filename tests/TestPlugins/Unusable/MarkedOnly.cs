namespace Partime.TestPlugins;

[Workload("marked-only", "Has the attribute and not the interface.")]
public sealed class MarkedOnly;
