namespace Partime.Tool.Tests.Reporting;

/// <summary>A fact about a page that only a browser shows. Without Chromium it is skipped, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InChromiumAttribute : FactAttribute
{
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")]).FirstOrDefault(File.Exists);

    public InChromiumAttribute()
    {
        if (Program is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "there is no chromium here";
    }
}
