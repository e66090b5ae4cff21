using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>Threads that .NET keeps for itself, such as its timer's. Where one of them finds no memory or no thread to hand its work to, the process
/// ends, and nobody can catch it.</summary>
internal static class ForeignThreads
{
    /// <summary>Has it end with a sentence and not with a stack trace.</summary>
    public static void Watch() => AppDomain.CurrentDomain.UnhandledException += (_, end) =>
    {
        if (ResourceExhaustion.Behind(end.ExceptionObject as Exception) is not { } sign)
            return;
        Message.WriteSentence($"partime: {ResourceExhaustion.Sentence(sign)}");
        UnexpectedExit.IsExplained();
        Environment.Exit(ExitCode.Usage);
    };
}
