using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>cluster</c>: the token with which nodes join the sessions of this user, and which nodes there are.</summary>
internal static class ClusterCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Makes the token with which other machines join as nodes, and shows which do.";
        command.Command("token", token => DefineToken(token, choose));
        command.Command("status", status => DefineStatus(status, choose));
        command.OnExecute(() =>
        {
            command.ShowHelp();
            return ExitCode.Ok;
        });
    }

    /// <summary>The executor whose nodes these commands are about.</summary>
    public static LoadedExecutor Executor(params IReadOnlyList<Setting> settings)
    {
        var catalog = Catalog.OpenBundled();
        return catalog.CreateExecutor(catalog.FindExecutor("cluster"), settings);
    }

    private static void DefineToken(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Prints the token with which nodes join. It is a secret.";
        var address = command.One("--address", "Where nodes connect to, an address of this machine. Default: that of the last token, or else the first one of this machine and the port 7077.").Takes("HOST:PORT");
        var renew = command.Flag("--new", "Make a new token. The last one no longer works then.");
        command.OnExecute(() =>
        {
            choose(_ => Task.FromResult(ShowToken(address.Value(), renew.HasValue())));
            return ExitCode.Ok;
        });
    }

    private static int ShowToken(string? address, bool renew)
    {
        var executor = Executor();
        try
        {
            Terminal.Out().WriteText($"{((INodeExecutor)executor.Executor).GetJoinToken(PluginStore.OfUser().PrivateFolder(executor.Info.Name), address, renew)}\n");
        }
        catch (InvalidOperationException exception)
        {
            throw new PartimeException(exception.Message, exception);
        }
        Message.WriteAll(
            renew ? "The last token no longer works: nodes need this one." : null,
            "Keep it secret: with it, a machine gets your plugins and inputs, and sends results. On each other machine, write it to a file that only you can read, and run: dotnet partime node --join @FILE",
            "Then, on this one: dotnet partime run WORKLOAD -e cluster --executor-set cluster.listen=0.0.0.0:PORT, with the port in the token.");
        return ExitCode.Ok;
    }

    private static void DefineStatus(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Shows which nodes wait for a session, with their versions of partime and .NET, clocks and round trips.";
        var listen = command.One("--listen", "Where nodes connect to. Default: all addresses of this machine, and the port in the token.").Takes("HOST:PORT");
        command.OnExecute(() =>
        {
            choose(token => ShowStatusAsync(listen.Value(), token));
            return ExitCode.Ok;
        });
    }

    private static async Task<int> ShowStatusAsync(string? listen, CancellationToken cancellationToken)
    {
        using var work = new WorkInProgress().Begin();
        var nodes = await NodeSession.SurveyAsync(listen is null ? Executor() : Executor(new Setting("listen", listen)), Message.WriteSentence, cancellationToken);
        if (nodes.Count > 0)
            Terminal.Out().Write(NodeTable.Of(nodes));
        else
            Message.WriteSentence("No node has joined within 5 s. Nodes wait with 'dotnet partime node --join @FILE' on other machines.");
        return ExitCode.Ok;
    }
}
