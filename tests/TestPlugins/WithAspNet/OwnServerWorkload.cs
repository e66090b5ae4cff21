using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Partime.TestPlugins;

/// <summary>Starts a web server of ASP.NET in its process, and each task asks it something.</summary>
[Workload("own-server", "Asks a web server of its own for the length of the input.", SampleInputs = "a,bb,ccc")]
public sealed class OwnServerWorkload : IWorkload, IAsyncDisposable
{
    private readonly HttpClient client = new();
    private WebApplication? server;

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/{text}", async (HttpContext context) =>
            await context.Response.WriteAsync($"{context.Request.Path.Value!.Length - 1} by ASP.NET {typeof(HttpContext).Assembly.GetName().Version!.Major}"));
        await server.StartAsync(cancellationToken);
        client.BaseAddress = new Uri(server.Urls.First());
    }

    public async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) =>
        WorkResult.Of(await client.GetStringAsync(new Uri(item.Text, UriKind.Relative), cancellationToken));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (server is not null)
            await server.DisposeAsync();
    }
}
