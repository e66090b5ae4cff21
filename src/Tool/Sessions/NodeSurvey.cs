using Partime.Tool.Installation;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>A session without work, which only asks which nodes there are.</summary>
internal sealed class NodeSurvey : INodeSession
{
    private readonly Dictionary<Guid, NodeInfo> nodes = [];
    private readonly string folder;
    private readonly Action<string> notify;

    private NodeSurvey(string folder, Action<string> notify) => (this.folder, this.notify) = (folder, notify);

    public int MaxWorkers => 0;

    public string Folder => folder;

    /// <param name="executor">The executor whose nodes to look for.</param>
    /// <param name="notify">Receives sentences, such as of a node that was refused.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="PartimeException">Nodes cannot join.</exception>
    public static async Task<IReadOnlyList<NodeInfo>> AskAsync(LoadedExecutor executor, Action<string> notify, CancellationToken cancellationToken)
    {
        var survey = new NodeSurvey(PluginStore.OfUser().PrivateFolder(executor.Info.Name), notify);
        await using var nodes = (INodeExecutor)executor.Executor;
        try
        {
            await nodes.OpenAsync(survey, cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new PartimeException(exception.Message, exception);
        }
        lock (survey.nodes)
            return [.. survey.nodes.Values.OrderBy(node => node.Machine, StringComparer.Ordinal)];
    }

    public INodeProcess StartNode(string told) => throw new NotSupportedException();

    public void Join(NodeInfo node)
    {
        lock (nodes)
            nodes[node.Id] = node;
    }

    public void Count(NodeEvent happened, long times)
    {
        // Sentences tell enough.
    }

    public void Notify(string sentence) => notify(sentence);
}
