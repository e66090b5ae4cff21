using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Partime.Plugins.Tests.HttpFetch;

/// <summary>A real HTTPS server on this machine, whose certificate was made for the test and signed by no authority.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly X509Certificate2 certificate;
    private readonly WebApplication app;

    private TlsServer(X509Certificate2 certificate)
    {
        this.certificate = certificate;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate)));
        app = builder.Build();
        app.Run(context => context.Response.WriteAsync(context.Request.Protocol));
    }

    public string Url => $"https://localhost:{new Uri(app.Urls.Single()).Port}/";

    public string CertificatePem => certificate.ExportCertificatePem();

    public static async Task<TlsServer> StartAsync(string name = "localhost", int daysLeft = 30)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        var server = new TlsServer(request.CreateSelfSigned(now.AddDays(-60), now.AddDays(daysLeft)));
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
    }
}
