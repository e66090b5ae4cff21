namespace Partime.Tool.Processes;

/// <summary>The descriptors that a worker process finds open when it begins.</summary>
internal static class Seat
{
    /// <summary>Messages to and from the parent.</summary>
    public const int Control = 3;

    /// <summary>The end of a pipe whose other end closes when the parent ends, however it ends.</summary>
    public const int Lifeline = 4;

    public const int Board = 5;

    public const int Texts = 6;

    /// <summary>The first that a worker does not have.</summary>
    public const int End = 7;
}
