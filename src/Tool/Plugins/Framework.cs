namespace Partime.Tool.Plugins;

/// <summary>The assemblies that come with .NET and not with a plugin.</summary>
internal static class Framework
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static bool Has(string assemblyName) => File.Exists(Path.Combine(Folder, $"{assemblyName}.dll"));
}
