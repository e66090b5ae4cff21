using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Partime.Plugins.Tests.HttpFetch;

/// <summary>A real server on this machine: one endpoint for HTTP/1.1 and one for HTTP/2 without TLS.</summary>
public sealed class LoopbackServer : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> events = new();
    private readonly WebApplication app;

    public LoopbackServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        app = builder.Build();
        Map(app);
    }

    public string Http1 => app.Urls.First();

    public string Http2 => app.Urls.Last();

    /// <summary>Completes when a request for <c>/silent/id</c> or <c>/stuck/id</c> waits for its client to leave.</summary>
    public Task Arrival(string id) => Event("arrival " + id).Task;

    /// <summary>Completes when that client has left.</summary>
    public Task Departure(string id) => Event("departure " + id).Task;

    public Task InitializeAsync() => app.StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/text/{text}", (string text) => text);
        routes.MapGet("/status/{status:int}", (int status) => Results.Text("sorry", statusCode: status));
        routes.MapGet("/redirect/{times:int}", (int times) => Results.Redirect(times == 1 ? "/text/arrived" : $"/redirect/{times - 1}"));
        routes.MapGet("/target/{**rest}", (HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget);
        routes.MapGet("/protocol", (HttpContext context) => context.Request.Protocol);
        routes.MapGet("/connection", (HttpContext context) => context.Connection.Id);
        routes.Map("/method", (HttpContext context) => context.Request.Method);
        routes.MapGet("/header/{name}", (string name, HttpContext context) => string.Join('|', context.Request.Headers[name].ToArray()));
        routes.MapMethods("/sized/{bytes:int}", ["GET", "HEAD"], (int bytes) => Results.Bytes(new byte[bytes]));
        routes.MapGet("/chunked/{bytes:int}", async (int bytes, HttpResponse response) =>
        {
            for (; bytes > 0; bytes -= 10_000)
            {
                await response.Body.WriteAsync(new byte[Math.Min(bytes, 10_000)]);
                await response.Body.FlushAsync();
            }
        });
        routes.MapGet("/silent/{id}", StuckAsync);
        routes.MapGet("/stuck/{id}", async (string id, HttpContext context) =>
        {
            await context.Response.WriteAsync("the beginning");
            await context.Response.Body.FlushAsync();
            await StuckAsync(id, context);
        });
    }

    private async Task StuckAsync(string id, HttpContext context)
    {
        Event("arrival " + id).TrySetResult();
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        Event("departure " + id).TrySetResult();
    }

    private TaskCompletionSource Event(string name) =>
        events.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
