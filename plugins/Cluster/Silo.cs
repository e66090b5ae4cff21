using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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

    private readonly IHost host;
    private readonly X509Certificate2 certificate;

    private Silo(Coordinator coordinator, X509Certificate2 certificate, JoinToken token)
    {
        this.certificate = certificate;
        Token = token;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            var siloPort = FreePort();
            ConfigureIdentity(silo.Services);
            silo.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = token.Coordinator.Address;
                options.GatewayPort = token.Coordinator.Port;
                options.GatewayListeningEndpoint = token.Coordinator;
                options.SiloPort = siloPort;
                options.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, siloPort);
            });
            // Members in memory: enough for one.
            silo.UseDevelopmentClustering(new IPEndPoint(token.Coordinator.Address, siloPort));
            silo.Services.AddSingleton(coordinator);
            silo.Configure<SiloConnectionOptions>(options =>
            {
                options.ConfigureGatewayInboundConnection(connection => connection.Use(Guard.OfCoordinator(certificate, token.Secret, coordinator)));
                options.ConfigureSiloInboundConnection(connection => connection.Use(Guard.Refuse));
            });
        });
        host = builder.Build();
    }

    /// <summary>What nodes need to join.</summary>
    public JoinToken Token { get; }

    /// <summary>Prepares it, so that nodes can be started that connect as soon as it listens.</summary>
    public static Silo Create(Coordinator coordinator, IPAddress address)
    {
        var certificate = Guard.NewCertificate();
        return new Silo(coordinator, certificate, new JoinToken(new IPEndPoint(address, FreePort()), Guard.FingerprintOf(certificate), JoinToken.NewSecret()));
    }

    /// <summary>Both sides of a connection need it.</summary>
    public static void ConfigureIdentity(IServiceCollection services)
    {
        services.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Id, Id));
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(Silo).Assembly));
        services.AddSingleton<TypeResolver, AlcTypeResolver>();
    }

    public Task StartAsync(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await host.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is disposed of anyway.
        }
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync().ConfigureAwait(false);
        certificate.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
