namespace Partime.TestPlugins;

/// <summary>Options that several workloads of one plugin would share.</summary>
public abstract class OptionsBase
{
    [Option("inherited", "Text of the base class.")]
    public string Inherited { get; set; } = "base";
}
