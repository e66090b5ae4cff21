using Partime.Tool.Installation;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>A plugin on this node, with the code that a session needs.</summary>
/// <param name="Path">Its assembly.</param>
/// <param name="Held">Keeps it where it is; <see langword="null"/> if nothing takes it away.</param>
internal sealed record PluginOnNode(PluginPath Path, HeldFolder? Held = null);

/// <summary>Finds the plugins of sessions on this node: those bundled with partime, the session's own copy if this is its machine, installed ones, those at
/// the same path, and those that were received. Their code must be the session's.</summary>
/// <param name="store">What is installed; <see langword="null"/> for a user without a home folder.</param>
/// <param name="notify">Tells the user of the node something.</param>
internal sealed class NodePlugins(PluginStore? store, Action<string> notify)
{
    /// <summary>Of the list of a plugin's files. Names may have 512 bytes.</summary>
    private const long MaxListBytes = 8 << 20;

    /// <summary>Whether sessions may send plugins.</summary>
    public bool Accepts { get; init; }

    /// <summary>Whether the node is one of a session on this machine, which loads the same files.</summary>
    public bool IsOwn { get; init; }

    /// <exception cref="PartimeException">There is none with the same code. The message names both hashes, and says what to change.</exception>
    public async Task<PluginOnNode> FindAsync(WantedPlugin wanted, SessionReader session, CancellationToken cancellationToken)
    {
        string? unfit = null;
        foreach (var plugin in Places(wanted).Where(plugin => File.Exists(plugin.Actual)))
            if (WhyUnfit(plugin, wanted) is { } why)
                unfit ??= $"The plugin of the workload '{wanted.Workload}' on the node {Environment.MachineName}, {plugin}, {why}";
            else
                return new PluginOnNode(plugin);
        return await FindReceivedAsync(wanted, session, cancellationToken).ConfigureAwait(false) ?? throw Missing(wanted, unfit);
    }

    private IEnumerable<PluginPath> Places(WantedPlugin wanted)
    {
        if (wanted.IsBundled)
            yield return Path.Combine(PluginCatalog.BundledFolder, Path.GetFileNameWithoutExtension(wanted.FileName), wanted.FileName);
        if (wanted.LoadPath != wanted.Path)
            yield return new PluginPath(wanted.LoadPath, wanted.Path);
        foreach (var plugin in store?.ReadLock().Plugins.Where(plugin => plugin.Workloads.Contains(wanted.WorkloadInPlugin)) ?? [])
            foreach (var assembly in plugin.Assemblies)
                if (assembly == wanted.FileName)
                    yield return Path.Combine(store!.FolderOf(plugin), assembly);
        if (!wanted.IsBundled)
            yield return wanted.Path;
    }

    private string? WhyUnfit(PluginPath plugin, WantedPlugin wanted)
    {
        try
        {
            return WantedPlugin.CodeDigestOf(plugin.Actual) is var own && own != wanted.CodeDigest ? $"is not the one of this session: its code is sha512:{own}, and here it is sha512:{wanted.CodeDigest}"
                : IsTrusted(plugin.Actual) ? null
                : "can be changed by other users than that of the node, so the node does not run it";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {exception.Message.TrimEnd('.')}";
        }
    }

    /// <summary>A session names the path. So it must not lead to what others than this user have put there.</summary>
    private bool IsTrusted(string plugin)
    {
        if (IsOwn || OperatingSystem.IsWindows())
            return true;
        var folder = Path.GetDirectoryName(plugin)!;
        return FolderTrust.WarningOf(folder) is null && ((string[])[folder, plugin]).All(path => FileStatus.Of(path) is { Owner.User: var owner } && (owner == 0 || owner == LibC.geteuid()));
    }

    private async Task<PluginOnNode?> FindReceivedAsync(WantedPlugin wanted, SessionReader session, CancellationToken cancellationToken)
    {
        if (IsOwn || store is null || (!Accepts && store.Received.IsEmpty))
            return null;
        PluginManifest manifest;
        try
        {
            manifest = Read(await session.ReadAllAsync(NodeContent.PluginFiles, total => total <= MaxListBytes, cancellationToken).ConfigureAwait(false), wanted);
        }
        catch (PartimeException) when (!Accepts)
        {
            // It cannot have been received.
            return null;
        }
        if (await store.Received.FindAsync(manifest, cancellationToken).ConfigureAwait(false) is { } kept)
            return Of(kept, wanted);
        if (!Accepts)
            return null;
        var content = session.ReadAsync(NodeContent.PluginBytes, total => total == manifest.Bytes, cancellationToken);
        var received = await store.Received.AddAsync(manifest, Pieces(content), cancellationToken).ConfigureAwait(false);
        notify(PlainText.Of($"Received the plugin {wanted.FileName} of the workload '{wanted.Workload}': {manifest.Files.Count:N0} files, {manifest.Bytes:N0} bytes, sha512:{manifest.Name}. It is kept in {received.Path}."));
        return Of(received, wanted);
    }

    private static PluginManifest Read(byte[] list, WantedPlugin wanted)
    {
        try
        {
            var manifest = PluginManifest.Read(list);
            return manifest.Files.Any(file => file.Path == wanted.FileName) ? manifest : throw new InvalidDataException($"{wanted.FileName} is not in it");
        }
        catch (InvalidDataException exception)
        {
            throw new PartimeException($"The node {Environment.MachineName} refuses the plugin of the workload '{wanted.Workload}' that the session has: {exception.Message}.", exception);
        }
    }

    private static PluginOnNode Of(HeldFolder folder, WantedPlugin wanted)
    {
        var path = Path.Combine(folder.Path, wanted.FileName);
        if (WantedPlugin.CodeDigestOf(path) == wanted.CodeDigest)
            return new PluginOnNode(path, folder);
        folder.Dispose();
        throw new PartimeException($"The plugin of the workload '{wanted.Workload}' was changed while it was sent to nodes: run the command again, and leave the plugin's files alone while it runs.");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(IAsyncEnumerable<(long Total, ReadOnlyMemory<byte> Piece)> content)
    {
        await foreach (var (_, piece) in content.ConfigureAwait(false))
            yield return piece;
    }

    private PartimeException Missing(WantedPlugin wanted, string? unfit)
    {
        unfit ??= $"The node {Environment.MachineName} does not have the plugin of the workload '{wanted.Workload}', {wanted.Path}, with the code sha512:{wanted.CodeDigest}";
        return new PartimeException(IsOwn ? $"{unfit}. Its files have changed since the session began: run the command again."
            : $"{unfit}. {(wanted.IsBundled ? "Install the same partime on both machines" : "Install it on the node with 'dotnet partime plugin install', copy its folder there, to the same path")}, or start the node with its option 'accept-plugins'.");
    }
}
