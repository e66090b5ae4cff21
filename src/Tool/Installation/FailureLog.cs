using NuGet.Common;

namespace Partime.Tool.Installation;

/// <summary>NuGet tells nobody but its log why a download has failed.</summary>
internal sealed class FailureLog : LoggerBase
{
    /// <summary>The last reason, in a line without the address that stands in the one above it; null if there was none.</summary>
    public string? Last { get; private set; }

    public override void Log(ILogMessage message)
    {
        if (message.Message.Split('\n') is [_, .., var reason])
            Last = reason.Trim().TrimEnd('.');
    }

    public override Task LogAsync(ILogMessage message)
    {
        Log(message);
        return Task.CompletedTask;
    }
}
