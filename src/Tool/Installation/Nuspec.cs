using System.Xml;
using System.Xml.Linq;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace Partime.Tool.Installation;

/// <summary>What a package says of itself.</summary>
internal sealed record Nuspec(string Id, string Version)
{
    public const string Extension = ".nuspec";

    public const string PluginType = "PartimePlugin";

    /// <exception cref="InvalidDataException">It is no package of a plugin, or its name or version is none.</exception>
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
        // Entities can blow up a small document, and name files of this machine.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = PackageLimits.NuspecBytes };
        using var xml = XmlReader.Create(content, settings);
        return XDocument.Load(xml);
    }

    private static void RequirePlugin(IReadOnlyList<PackageType> types)
    {
        if (types.Any(type => type.Name.Equals(PluginType, StringComparison.OrdinalIgnoreCase)))
            return;

        var isInstead = types.Count == 0 ? "a library" : types[0].Name.ToUpperInvariant() switch
        {
            "DEPENDENCY" => "a library",
            "DOTNETTOOL" or "DOTNETTOOLRIDPACKAGE" => "a tool, which 'dotnet tool install' installs",
            "TEMPLATE" => "a set of templates, which 'dotnet new install' installs",
            "MSBUILDSDK" => "an SDK",
            _ => $"of the type {Quoted.Name(types[0].Name)}",
        };
        throw new InvalidDataException($"it is a NuGet package but not a partime plugin: it is {isInstead}");
    }

    private static string CheckedId(string? id)
    {
        if (string.IsNullOrEmpty(id))
            throw new InvalidDataException($"its {Extension} names no id");
        // The id becomes the name of a folder, and has to be fit for that as well.
        return id.Length <= PackageIdValidator.MaxPackageIdLength && PackageIdValidator.IsValidPackageId(id) && EntryName.IsFit(id) && PluginReference.IsId(id)
            ? id
            : throw new InvalidDataException($"its id {Quoted.Name(id)} is none: letters, digits and underscores, joined by single dots or hyphens, {PackageIdValidator.MaxPackageIdLength} at most");
    }

    private static string CheckedVersion(string? version)
    {
        if (string.IsNullOrEmpty(version))
            throw new InvalidDataException($"its {Extension} names no version");
        return version.Length <= PackageLimits.VersionLength && NuGetVersion.TryParse(version, out var parsed)
            ? parsed.ToNormalizedString()
            : throw new InvalidDataException($"its version {Quoted.Name(version)} is none: a version is like 1.2.3 or 1.2.3-beta.1");
    }
}
