using System.Security.Cryptography;

namespace Partime.Tool.Installation;

/// <summary>The plugins that sessions have sent to nodes of this user.</summary>
/// <remarks>
/// <code>
/// 0123…cdef/         a plugin, named by its hash; a node that uses it holds it
/// .incoming-…/       one on its way in, held by the node that receives it
/// .gone-…/           one on its way out
/// .changing          held by the one process that moves folders in or out
/// </code>
/// A plugin moves in as a whole. What a killed node leaves behind has no holder, and the next one that receives a plugin deletes it.
/// </remarks>
/// <param name="folder">Only this user may read it.</param>
internal sealed class ReceivedPlugins(string folder)
{
    private const string Incoming = ".incoming-", Gone = ".gone-";

    /// <summary>Of all of them. While several arrive at once it may be more.</summary>
    public long MaxBytes { get; init; } = 2L << 30;

    public bool IsEmpty => !Directory.Exists(folder);

    /// <summary>A plugin whose files are as they were sent.</summary>
    /// <returns><see langword="null"/> if there is none. Others keep it until the caller lets it go.</returns>
    public async Task<HeldFolder?> FindAsync(PluginManifest plugin, CancellationToken cancellationToken) =>
        IsEmpty ? null : await ChangeAsync(() => FindHeld(plugin), cancellationToken).ConfigureAwait(false);

    /// <summary>Receives a plugin.</summary>
    /// <param name="plugin">Its files.</param>
    /// <param name="content">Their bytes, one file behind the other.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="PartimeException">The bytes are others, or there is no space for them. Nothing of it is left.</exception>
    public async Task<HeldFolder> AddAsync(PluginManifest plugin, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellationToken)
    {
        using var incoming = await ChangeAsync(() => CreateIncoming(plugin), cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteAsync(plugin, incoming.Path, content, cancellationToken).ConfigureAwait(false);
            return await ChangeAsync(() => FindHeld(plugin) ?? MoveIn(plugin, incoming), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Directory.Exists(incoming.Path))
                Directory.Delete(incoming.Path, recursive: true);
        }
    }

    private string PlaceOf(PluginManifest plugin) => Path.Combine(folder, plugin.Name);

    /// <summary>Its time of change says when it was last used.</summary>
    private HeldFolder? FindHeld(PluginManifest plugin)
    {
        if (HeldFolder.TryHold(PlaceOf(plugin), alone: false) is not { } held)
            return null;
        if (PluginFiles.Of(held.Path).Sha512 == plugin.Sha512)
        {
            Directory.SetLastWriteTimeUtc(held.Path, DateTime.UtcNow);
            return held;
        }
        held.Dispose();
        return null;
    }

    private HeldFolder CreateIncoming(PluginManifest plugin)
    {
        foreach (var left in Directory.GetDirectories(folder, Incoming + "*"))
            if (HeldFolder.TryHold(left, alone: true) is { } abandoned)
                using (abandoned)
                    Directory.Delete(left, recursive: true);
        foreach (var left in Directory.GetDirectories(folder, Gone + "*"))
            Directory.Delete(left, recursive: true);
        MakeRoom(plugin.Bytes);
        var path = NewPath(Incoming);
        Folders.CreatePrivate(path);
        return HeldFolder.TryHold(path, alone: true) ?? throw new IOException($"{path} cannot be locked");
    }

    /// <summary>What is there under its name has been changed since it arrived.</summary>
    private HeldFolder MoveIn(PluginManifest plugin, HeldFolder incoming)
    {
        var place = PlaceOf(plugin);
        if (Directory.Exists(place))
            Delete(place);
        MakeRoom(plugin.Bytes);
        return incoming.MoveTo(place);
    }

    /// <summary>Deletes those that were used longest ago, and none that is in use.</summary>
    private void MakeRoom(long bytes)
    {
        var kept = new DirectoryInfo(folder).GetDirectories().Where(plugin => plugin.Name[0] != '.').OrderBy(plugin => plugin.LastWriteTimeUtc)
            .Select(plugin => (plugin.FullName, Bytes: plugin.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length))).ToList();
        var total = kept.Sum(plugin => plugin.Bytes) + bytes;
        foreach (var (path, size) in kept)
        {
            if (total <= MaxBytes)
                return;
            using var unused = HeldFolder.TryHold(path, alone: true);
            if (unused is null)
                continue;
            Delete(path);
            total -= size;
        }
        if (total > MaxBytes)
            throw new PartimeException($"The node {Environment.MachineName} has no space for a plugin of {bytes >> 10:N0} KiB: it keeps {MaxBytes >> 20:N0} MiB of received plugins in {folder}, and those there are in use. Wait until their sessions end.");
    }

    /// <summary>Under another name first, so that no half of it is ever there.</summary>
    private void Delete(string plugin)
    {
        var gone = NewPath(Gone);
        Directory.Move(plugin, gone);
        Directory.Delete(gone, recursive: true);
    }

    private string NewPath(string prefix) => Path.Combine(folder, prefix + Guid.NewGuid().ToString("N"));

    private async Task<T> ChangeAsync<T>(Func<T> change, CancellationToken cancellationToken)
    {
        try
        {
            Folders.CreatePrivate(folder);
            if (Plugins.FolderTrust.WarningOf(folder) is { } warning)
                throw new PartimeException(warning);
            using (await HeldFile.AcquireAsync(Path.Combine(folder, ".changing"), () => { }, cancellationToken).ConfigureAwait(false))
                return change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    private async Task WriteAsync(PluginManifest plugin, string to, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellationToken)
    {
        await using var blocks = content.GetAsyncEnumerator(cancellationToken);
        var rest = ReadOnlyMemory<byte>.Empty;
        foreach (var file in plugin.Files)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            using var target = Create(Path.Combine(to, file.Path));
            for (var left = file.Length; left > 0;)
            {
                while (rest.IsEmpty)
                    rest = await blocks.MoveNextAsync().ConfigureAwait(false) ? blocks.Current : throw new PartimeException($"The session has sent too little of the plugin: {Quoted.Name(file.Path)} is cut off.");
                var part = rest[..(int)Math.Min(left, rest.Length)];
                Write(target, part.Span);
                hash.AppendData(part.Span);
                rest = rest[part.Length..];
                left -= part.Length;
            }
            if (Convert.ToBase64String(hash.GetHashAndReset()) != file.Sha512)
                throw new PartimeException($"The session has sent other bytes of the plugin's file {Quoted.Name(file.Path)} than it has named: run the command again, and leave the plugin's files alone while it runs.");
        }
    }

    private FileStream Create(string path)
    {
        try
        {
            Folders.CreatePrivate(Path.GetDirectoryName(path)!);
            // Without a buffer, which would be written when the file is closed, and fail if the disk is full.
            var options = Folders.NewFile;
            options.BufferSize = 0;
            return new FileStream(path, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    /// <summary>What fails here is the disk, and what fails in between may be the network.</summary>
    private void Write(FileStream target, ReadOnlySpan<byte> part)
    {
        try
        {
            target.Write(part);
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    private PartimeException Failed(Exception exception) => new(
        $"The node {Environment.MachineName} cannot keep the plugin in {folder}: {exception.Message.TrimEnd('.')}. Free disk space, correct the permissions, or set {PluginStore.HomeVariable} to another folder.", exception);
}
