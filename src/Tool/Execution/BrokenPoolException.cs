namespace Partime.Tool.Execution;

/// <summary>A pool has given up. The message is a whole sentence for the run's row; the session goes on.</summary>
internal sealed class BrokenPoolException(string message) : Exception(message);
