namespace Partime.EndToEnd.Tests;

/// <summary>A fact that can only be checked with something of the system, a program or a file. Where that is missing the fact is
/// skipped, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(string name)
    {
        Name = name;
        if (IsMissing(name))
            Skip = $"there is no {name} here";
    }

    public string Name { get; }

    /// <summary>Whether it is not there, and need not be.</summary>
    public static bool IsMissing(string name) => Environment.GetEnvironmentVariable("CI") != "true" && !IsThere(name);

    private static bool IsThere(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
}
