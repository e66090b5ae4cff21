using System.Text;

namespace Partime.Tool.Execution;

/// <summary>Exceptions of foreign code as texts, and those texts as bytes on the board.</summary>
internal static class Faults
{
    private static readonly TaskFault NoSpace = new("NoRoom", "There was no space left for the error message. Free space where the board is.");

    private static readonly TaskFault Overwritten = new("Overwritten", "The error message was overwritten by something that writes into memory which is not its own.");

    /// <param name="exception">What was thrown.</param>
    /// <param name="withDetail">Whether to include the stack trace, which takes long to find out.</param>
    public static TaskFault Of(Exception exception, bool withDetail = false) =>
        new(exception.GetType().FullName ?? exception.GetType().Name, FaultMessage.Of(exception)) { Detail = withDetail ? FaultPlace.StackOf(exception) : null };

    /// <summary>The fault with a zero between its parts.</summary>
    public static byte[] Encode(TaskFault fault) => Encoding.UTF8.GetBytes($"{WithoutZeros(fault.Type)}\0{WithoutZeros(fault.Message)}\0{fault.Detail}");

    public static TaskFault Decode(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return NoSpace;
        var parts = Encoding.UTF8.GetString(text).Split('\0', 3);
        if (parts.Length < 3)
            return Overwritten;
        return new TaskFault(parts[0], parts[1]) { Detail = parts[2].Length > 0 ? parts[2] : null };
    }

    private static string WithoutZeros(string text) => text.Replace('\0', ' ');
}
