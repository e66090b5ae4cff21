namespace Partime.EndToEnd.Tests;

/// <summary>The file that tells a folder's builds where packages come from, instead of what this machine is set to.</summary>
internal static class PackageSources
{
    public static string Only(params string[] folders) => $"""
        <configuration>
          <packageSources>
            <clear />
        {string.Join('\n', folders.Select((folder, index) => $"""    <add key="source {index}" value="{folder}" />"""))}
          </packageSources>
        </configuration>
        """;
}
