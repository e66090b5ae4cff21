namespace Partime.Tool.Installation;

/// <summary>What came of an installation: the plugin, which is in use now, and whether the store had it already.</summary>
internal sealed record InstallResult(InstalledPlugin Plugin, bool WasThere);
