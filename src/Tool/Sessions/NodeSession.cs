using System.Text;
using Partime.Tool.Installation;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>The executors with nodes of a session. Each is opened once, whatever variants and pools there are.</summary>
internal sealed class NodeSessions(Plan plan, Machine machine) : IDisposable
{
    private readonly Dictionary<string, NodeSession> sessions = [];

    /// <summary><see langword="null"/> if no executor has nodes.</summary>
    public SessionNodes? Joined { get; private set; }

    public NodeSession Of(LoadedExecutor executor)
    {
        if (!sessions.TryGetValue(executor.Info.Name, out var session))
            sessions.Add(executor.Info.Name, session = new NodeSession(executor, Joined ??= new SessionNodes(machine), plan.Configurations.Where(configuration => configuration.Executor == executor.Info.Name).Max(configuration => configuration.Workers)));
        return session;
    }

    /// <summary>Waits for nodes of other machines. A signal ends the process meanwhile, as there is nothing to keep yet.</summary>
    public void Open()
    {
        foreach (var session in sessions.Values)
            session.Open();
    }

    public void Dispose()
    {
        foreach (var session in sessions.Values)
            session.Dispose();
    }
}

/// <summary>An executor with nodes, and what it gets from its session.</summary>
internal sealed class NodeSession(LoadedExecutor executor, SessionNodes joined, int maxWorkers) : INodeSession, IDisposable
{
    private int started;

    public INodeExecutor Executor { get; } = (INodeExecutor)executor.Executor;

    /// <summary>Receives sentences for the user.</summary>
    public Action<string> Tell { get; init; } = sentence => LiveWorkers.Notify(sentence);

    public int MaxWorkers => maxWorkers;

    public string Folder => PluginStore.OfUser().PrivateFolder(executor.Info.Name);

    /// <summary>Opens a session without work, which only asks which nodes there are.</summary>
    /// <exception cref="PartimeException">Nodes cannot join.</exception>
    public static async Task<IReadOnlyList<SessionNode>> SurveyAsync(LoadedExecutor executor, Action<string> tell, CancellationToken cancellationToken)
    {
        var joined = new SessionNodes(Machine.Read());
        using var session = new NodeSession(executor, joined, maxWorkers: 0) { Tell = tell };
        await session.OpenAsync(cancellationToken);
        return joined.All;
    }

    public INodeProcess StartNode(string told)
    {
        using var input = new MemoryStream();
        using var writer = new BinaryWriter(input);
        var bytes = executor.ToActivation().ToBytes();
        writer.Write(bytes.Length);
        writer.Write(bytes);
        writer.Write(Encoding.UTF8.GetBytes(told));
        writer.Flush();
        return NodeProcess.Start(Interlocked.Increment(ref started), input.ToArray());
    }

    public void Join(NodeInfo node)
    {
        var known = joined.Find(node.Id);
        joined.Join(new SessionNode(node, known is not null && known.Info.Facts.Span.SequenceEqual(node.Facts.Span) ? known.Facts : NodesJson.ReadFacts(node.Facts)));
    }

    public void Count(NodeEvent happened, long times) => joined.Count(happened, times);

    public void Notify(string sentence) => Tell(sentence);

    public void Open() => OpenAsync(CancellationToken.None).GetAwaiter().GetResult();

    public void Dispose() => Executor.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Executor.OpenAsync(this, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            throw new PartimeException(exception.Message, exception);
        }
    }
}
