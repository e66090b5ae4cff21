using System.Reflection;

namespace Partime.EndToEnd.Tests;

/// <summary>The sources these tests were built from, and how.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    public static string Version { get; } = Metadata("Version");

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The folder of a plugin from tests/TestPlugins, as it was built.</summary>
    public static string TestPlugin(string name) => Path.Combine(AppContext.BaseDirectory, "testplugins", name);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
