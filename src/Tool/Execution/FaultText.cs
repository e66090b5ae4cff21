using System.Text;

namespace Partime.Tool.Execution;

/// <summary>A fault as bytes on the board: its parts with a zero between them.</summary>
internal static class FaultText
{
    private static readonly TaskFault NoRoom = new("NoRoom", "There was no room left for the message: make room where the board is.");

    public static byte[] Encode(TaskFault fault) => Encoding.UTF8.GetBytes($"{Clean(fault.Type)}\0{Clean(fault.Message)}\0{fault.Detail}");

    public static TaskFault Decode(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return NoRoom;
        var parts = Encoding.UTF8.GetString(text).Split('\0', 3);
        return new TaskFault(parts[0], parts[1]) { Detail = parts[2].Length > 0 ? parts[2] : null };
    }

    private static string Clean(string text) => text.Replace('\0', ' ');
}
