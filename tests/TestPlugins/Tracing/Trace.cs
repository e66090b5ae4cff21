using System.Runtime.CompilerServices;

namespace Partime.TestPlugins;

/// <summary>Kept in the process's own data, as this assembly lives in a load context of its own.</summary>
internal static class Trace
{
    private const string Key = "Partime.TestPlugins.Trace";

    public static void Add(string what) => AppContext.SetData(Key, AppContext.GetData(Key) is string earlier ? $"{earlier}, {what}" : what);

    // CA2255: module initialisers are for applications; that of a plugin is what this one is about.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Loaded() => Add("module initialised");
}
