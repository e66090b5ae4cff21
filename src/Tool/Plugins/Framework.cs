using System.Runtime.Versioning;

namespace Partime.Tool.Plugins;

/// <summary>The .NET that runs this process.</summary>
internal static class Framework
{
    /// <summary>Where its assemblies are, which come with .NET and not with a plugin: <c>…/shared/Microsoft.NETCore.App/10.0.12</c>.</summary>
    public static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static bool Has(string assemblyName) => File.Exists(Path.Combine(Folder, $"{assemblyName}.dll"));

    /// <summary>Refuses an assembly built for a newer .NET. Loaded all the same, it would run until it misses something.</summary>
    public static void Check(string path, string? targetFramework)
    {
        var running = Environment.Version;
        if (VersionOf(targetFramework) is not { } target || target <= new Version(running.Major, running.Minor))
            return;
        throw new PartimeException($"{path} was built for .NET {target.Major}, and this partime runs on .NET {running.Major}: build it for net{running.ToString(2)}, "
            + $"or install .NET {target.Major} and set DOTNET_ROLL_FORWARD=LatestMajor, so that partime runs on it.");
    }

    /// <summary>Null for a .NET Standard, which every .NET keeps, and for what nobody knows.</summary>
    private static Version? VersionOf(string? targetFramework)
    {
        if (targetFramework is null)
            return null;
        try
        {
            return new FrameworkName(targetFramework) is { Identifier: ".NETCoreApp" } name ? name.Version : null;
        }
        catch (ArgumentException)
        {
            // Not what compilers write: it says nothing.
            return null;
        }
    }
}
