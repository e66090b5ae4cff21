namespace Partime.Tool.Installation;

/// <summary>What came of an installation: the plugin, which is in use now, and what was done for that.</summary>
internal sealed record InstallResult(InstalledPlugin Plugin, InstallOutcome Outcome);

internal enum InstallOutcome
{
    Installed,

    /// <summary>It was there and in use, and its files are what they were.</summary>
    WasThere,

    /// <summary>It was there, and another version was in use.</summary>
    Switched,

    /// <summary>It was there, but no longer as it had been installed.</summary>
    Repaired,
}
