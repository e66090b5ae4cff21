using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Partime.Plugins.Cluster;

/// <summary>A cluster that lives as long as the session: nodes of other machines join it.</summary>
internal sealed class JoinedNodes(INodeSession session, Identity identity, IPEndPoint gateway, IPEndPoint listen, Timing timing) : IAsyncDisposable
{
    private static readonly TimeSpan PortInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Further nodes that have been waiting connect and join within this time after each other.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(250);

    /// <summary>After which they are not waited for: one that connects again and again must hold no session up.</summary>
    private static readonly TimeSpan MaxSettleTime = TimeSpan.FromSeconds(2);

    /// <summary>A node that waits finds a session within this time, and then has to connect.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(5);

    /// <summary>Before that, the user need not know that there are too few.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(2);

    private ClusterHub? hub;

    public Coordinator Coordinator => hub!.Coordinator;

    /// <summary>Listens, and waits for nodes.</summary>
    /// <param name="nodes">For how many; 0 for as many as have a slot for each worker.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">There are too few.</exception>
    public async Task OpenAsync(int nodes, CancellationToken cancellationToken)
    {
        await WaitForPortAsync(cancellationToken).ConfigureAwait(false);
        hub = new ClusterHub(session, identity, gateway, listen, timing);
        try
        {
            await hub.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception.GetBaseException() is SocketException cause)
        {
            throw new InvalidOperationException($"Nodes cannot join at {listen}: {cause.Message}.", exception);
        }
        if (session.MaxWorkers == 0)
            await Task.Delay(LookTime, cancellationToken).ConfigureAwait(false);
        else
            await WaitForNodesAsync(Coordinator, nodes, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (hub is not null)
            await hub.DisposeAsync().ConfigureAwait(false);
        identity.Dispose();
    }

    /// <exception cref="InvalidOperationException">There are too few.</exception>
    internal async Task WaitForNodesAsync(Coordinator coordinator, int nodes, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var enoughSince = 0L;
        var hasTold = false;
        while (true)
        {
            var (count, slots, settled, joined) = coordinator.Look(members => (members.Live.Count(), members.Live.Sum(node => node.Slots), Stopwatch.GetElapsedTime(members.LastArrivalTicks), members.Describe()));
            var areEnough = slots >= session.MaxWorkers && count >= nodes;
            enoughSince = !areEnough ? 0 : enoughSince == 0 ? Stopwatch.GetTimestamp() : enoughSince;
            if (areEnough && (nodes > 0 || settled >= SettleTime || Stopwatch.GetElapsedTime(enoughSince) >= MaxSettleTime))
                return;
            var needed = nodes > 0 ? $"{(nodes == 1 ? "1 node" : $"{nodes} nodes")} with {Slots(session.MaxWorkers)} in all" : Slots(session.MaxWorkers);
            if (!areEnough && Stopwatch.GetElapsedTime(began) > timing.Join)
                throw new InvalidOperationException($"This session needs {needed} at {listen}, and after {timing.Join.TotalSeconds} s {joined}.{(count == 0 ? $" With the token of this machine, nodes connect to {identity.Address}." : "")} Start more nodes with 'dotnet partime node', give them more slots, or lower the number of workers.");
            if (!hasTold && !areEnough && Stopwatch.GetElapsedTime(began) > QuietTime)
            {
                hasTold = true;
                session.Notify($"Waiting for nodes at {listen}: this session needs {needed}, and so far {joined}.");
            }
            await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Another session may be under way.</summary>
    private async Task WaitForPortAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var hasTold = false; !IsFree(); hasTold = true)
        {
            if (session.MaxWorkers == 0)
                throw new InvalidOperationException($"A session is under way at {listen}, or another program listens there. Ask again when it is over.");
            if (Stopwatch.GetElapsedTime(began) > timing.Join)
                throw new InvalidOperationException($"Something else has listened at {listen} for {timing.Join.TotalSeconds} s: wait until the other session is over, raise cluster.join-timeout, or choose another port.");
            if (!hasTold)
                session.Notify($"Another session, or another program, listens at {listen}: waiting for it.");
            await Task.Delay(PortInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsFree()
    {
        using var socket = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(listen);
            socket.Listen();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException exception)
        {
            throw new InvalidOperationException($"Nodes cannot join at {listen}: {exception.Message}. {(exception.SocketErrorCode == SocketError.AccessDenied ? "Choose a port from 1024 on." : "Choose an address of this machine, or 0.0.0.0 for all of them.")}", exception);
        }
    }

    private static string Slots(int count) => count == 1 ? "1 slot" : $"{count} slots";
}
