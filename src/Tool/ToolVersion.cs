using System.Reflection;

namespace Partime.Tool;

internal static class ToolVersion
{
    /// <summary>The version of the package, without the commit that the build adds behind a plus sign.</summary>
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
