using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace Partime.Plugins.Cluster;

/// <summary>The one silo of a cluster, in the session's process. Nodes are its clients: so they need no connections among each other, none from here to
/// them, and no agreement on who is a member.</summary>
internal sealed class Silo : IAsyncDisposable
{
    /// <summary>How long it may take to leave. There is nothing to save.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    /// <summary>Nodes must know it before they connect. What tells sessions apart is the secret.</summary>
    private const string Id = "partime";

    /// <summary>Results are sent in parts that are smaller, and everything else is, too.</summary>
    private const int MaxMessageBytes = 8 << 20;

    private readonly IHost host;
    private volatile bool hasStarted;

    /// <summary>Prepares it, so that nodes can be started that connect as soon as it listens.</summary>
    /// <param name="coordinator">Answers calls.</param>
    /// <param name="handshake">Looks at connections.</param>
    /// <param name="gateway">Where nodes connect to. Orleans refuses those that connect to another address, because it takes them to mean another silo.</param>
    /// <param name="listen">Where that arrives.</param>
    public Silo(Coordinator coordinator, CoordinatorHandshake handshake, IPEndPoint gateway, IPEndPoint listen)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            var siloPort = FreePort();
            ConfigureIdentity(silo.Services);
            silo.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = gateway.Address;
                options.GatewayPort = gateway.Port;
                options.GatewayListeningEndpoint = listen;
                options.SiloPort = siloPort;
                options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, siloPort);
            });
            // Members in memory: enough for one.
            silo.UseDevelopmentClustering(new IPEndPoint(gateway.Address, siloPort));
            silo.Services.AddSingleton(coordinator);
            silo.Configure<SiloMessagingOptions>(Limit);
            silo.Configure<SiloConnectionOptions>(options =>
            {
                options.ConfigureGatewayInboundConnection(connection => connection.Use(handshake.Of));
                options.ConfigureSiloInboundConnection(connection => connection.Use(CoordinatorHandshake.RefuseAll));
            });
        });
        host = builder.Build();
    }

    public static void Limit(MessagingOptions options) => (options.MaxMessageBodySize, options.MaxMessageHeaderSize) = (MaxMessageBytes, MaxMessageBytes);

    /// <summary>Both sides of a connection need it.</summary>
    public static void ConfigureIdentity(IServiceCollection services)
    {
        services.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Id, Id));
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(Silo).Assembly));
        services.AddSingleton<TypeResolver, AlcTypeResolver>();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        hasStarted = true;
        // The first call makes the grain, which takes longest. Nodes connect meanwhile.
        _ = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICoordinatorGrain>(0).EndAsync(Guid.Empty).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            // Orleans refuses to stop what has not started to its end, as after Ctrl-C.
            if (hasStarted)
                await host.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is disposed of anyway.
        }
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync().ConfigureAwait(false);
    }

    public static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
