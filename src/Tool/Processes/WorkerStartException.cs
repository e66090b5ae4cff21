namespace Partime.Tool.Processes;

/// <summary>The system does not start another process. The message is the reason.</summary>
internal sealed class WorkerStartException(string reason) : Exception(reason);
