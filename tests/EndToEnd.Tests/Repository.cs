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

    /// <summary>The runtime of .NET for Windows, or a folder in it.</summary>
    public static string RuntimeForWindows(string folder) => Path.Combine(Metadata("RuntimeForWindows"), "runtimes/win-x64", folder);

    /// <summary>The program that starts an assembly on Windows.</summary>
    public static string HostForWindows => Path.Combine(Metadata("HostForWindows"), "runtimes/win-x64/native/apphost.exe");

    /// <summary>The version of both.</summary>
    public static string RuntimeVersion => Path.GetFileName(Metadata("HostForWindows"));

    /// <summary>The folder of a plugin from tests/TestPlugins, as it was built.</summary>
    public static string TestPlugin(string name) => Path.Combine(AppContext.BaseDirectory, "testplugins", name);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
