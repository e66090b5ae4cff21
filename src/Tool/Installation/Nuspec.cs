using System.Xml;
using System.Xml.Linq;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>The manifest of a package.</summary>
internal sealed record Nuspec(string Id, string Version)
{
    public const string Extension = ".nuspec";

    public const string PluginType = "PartimePlugin";

    /// <exception cref="InvalidDataException">It is not a plugin's, or its id or version is not valid.</exception>
    public static Nuspec Read(Stream content)
    {
        try
        {
            var reader = new NuspecReader(Load(content));
            RequirePlugin(reader.GetPackageTypes());
            return new Nuspec(CheckedId(reader.GetId()), CheckedVersion(reader.GetMetadataValue("version")));
        }
        catch (Exception exception) when (exception is XmlException or PackagingException)
        {
            throw new InvalidDataException($"its {Extension} cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static XDocument Load(Stream content)
    {
        // Entities can expand a small document to gigabytes, and can read files of this machine.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = PackageLimits.NuspecBytes };
        using var xml = XmlReader.Create(content, settings);
        return XDocument.Load(xml);
    }

    private static void RequirePlugin(IReadOnlyList<PackageType> types)
    {
        if (types.Any(type => type.Name.Equals(PluginType, StringComparison.OrdinalIgnoreCase)))
            return;

        var kind = types.Count == 0 ? "a library" : types[0].Name.ToUpperInvariant() switch
        {
            "DEPENDENCY" => "a library",
            "DOTNETTOOL" or "DOTNETTOOLRIDPACKAGE" => "a tool, which 'dotnet tool install' installs",
            "TEMPLATE" => "a set of templates, which 'dotnet new install' installs",
            "MSBUILDSDK" => "an SDK",
            _ => $"of the type {Quoted.Name(types[0].Name)}",
        };
        throw new InvalidDataException($"it is a NuGet package but not a partime plugin: it is {kind}");
    }

    private static string CheckedId(string? id)
    {
        if (string.IsNullOrEmpty(id))
            throw new InvalidDataException($"its {Extension} has no id");
        // The id becomes the name of a folder, so it must also be valid as one.
        return id.Length <= PackageIdValidator.MaxPackageIdLength && PackageIdValidator.IsValidPackageId(id) && EntryName.IsValid(id) && PluginReference.IsId(id)
            ? id
            : throw new InvalidDataException($"its id {Quoted.Name(id)} is not valid: an id has at most {PackageIdValidator.MaxPackageIdLength} letters, digits and underscores, joined by single dots or hyphens");
    }

    private static string CheckedVersion(string? version)
    {
        if (string.IsNullOrEmpty(version))
            throw new InvalidDataException($"its {Extension} has no version");
        return version.Length <= PackageLimits.VersionLength && NuGetVersion.TryParse(version, out var parsed)
            ? parsed.ToNormalizedString()
            : throw new InvalidDataException($"its version {Quoted.Name(version)} is not valid: a version looks like 1.2.3 or 1.2.3-beta.1");
    }
}
