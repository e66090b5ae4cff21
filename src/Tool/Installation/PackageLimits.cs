namespace Partime.Tool.Installation;

/// <summary>How much a plugin's package may be. Plugins are far below all of it, with their dependencies and native libraries too.</summary>
internal static class PackageLimits
{
    public const int Entries = 10_000;

    /// <summary>Of the archive, and of all its files unpacked.</summary>
    public const long Bytes = 1L << 30;

    /// <summary>What is smaller may be packed as tightly as it likes: a file of zeros fills no disk.</summary>
    public const long UnsuspiciousBytes = 16 << 20;

    /// <summary>Code and text shrink to a third, seldom to a tenth.</summary>
    public const int Ratio = 100;

    /// <summary>Far more than they have; a hostile one is slow to read.</summary>
    public const int NuspecBytes = 64 << 10;

    /// <summary>The headers of all entries, which are read into memory.</summary>
    public const int DirectoryBytes = 16 << 20;

    /// <summary>What every file system in use takes as the name of one file.</summary>
    public const int NameBytes = 255;

    /// <summary>Leaves room for the folder that the files go into: Linux takes 4096 for a whole path, macOS 1024.</summary>
    public const int PathBytes = 512;

    public const int VersionLength = 64;
}
