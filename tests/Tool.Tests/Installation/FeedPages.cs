using System.Text.Json;
using System.Text.Json.Nodes;

namespace Partime.Tool.Tests.Installation;

/// <summary>The least that a feed has to say for NuGet to find and download a package.</summary>
internal static class FeedPages
{
    public static string Index(string address) => new JsonObject
    {
        ["version"] = "3.0.0",
        ["resources"] = new JsonArray(Resource($"{address}/flat/", "PackageBaseAddress/3.0.0"), Resource($"{address}/registration/", "RegistrationsBaseUrl/3.6.0")),
    }.ToJsonString();

    /// <summary>The path of a package.</summary>
    public static string Nupkg(string id, string version) => $"/flat/{id}/{version}/{id}.{version}.nupkg".ToLowerInvariant();

    public static string Versions(IEnumerable<string> versions) => JsonSerializer.Serialize(new { versions = versions.Select(Listed) });

    /// <summary>A version behind a <c>-</c> is one that its author has taken back.</summary>
    public static string Registration(string address, string id, IReadOnlyList<string> versions) => new JsonObject
    {
        ["@id"] = $"{address}/registration/{id.ToLowerInvariant()}/index.json",
        ["count"] = 1,
        ["items"] = new JsonArray(new JsonObject
        {
            ["@id"] = $"{address}/registration/{id.ToLowerInvariant()}/index.json#page",
            ["count"] = versions.Count,
            ["lower"] = "0.0.0-0",
            ["upper"] = "9999.0.0",
            ["items"] = new JsonArray([.. versions.Select(version => Leaf(address, id, version))]),
        }),
    }.ToJsonString();

    private static JsonObject Leaf(string address, string id, string version) => new()
    {
        ["@id"] = $"{address}/registration/{id.ToLowerInvariant()}/{Listed(version)}.json",
        ["catalogEntry"] = new JsonObject
        {
            ["@id"] = $"{address}/catalog/{id}.{Listed(version)}.json",
            ["id"] = id,
            ["version"] = Listed(version),
            ["listed"] = !version.StartsWith('-'),
        },
        ["packageContent"] = address + Nupkg(id, Listed(version)),
    };

    private static string Listed(string version) => version.TrimStart('-');

    private static JsonObject Resource(string address, string type) => new() { ["@id"] = address, ["@type"] = type };
}
