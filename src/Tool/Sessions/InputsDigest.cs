using System.Text;
using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Sessions;

/// <summary>The digest of all inputs, by which a later session tells whether it has the same. Accidental collisions matter here, deliberate ones do not. Ranges go in as their three numbers.</summary>
internal static class InputsDigest
{
    public static string Of(TaskInputs inputs)
    {
        var digest = 0UL;
        foreach (var segment in inputs.Segments)
            if (segment is InputSegment.Numbers { Range: var range })
                Append(Encoding.UTF8.GetBytes($"{range.Start}..{range.End}:{range.Step}"));
            else if (segment is InputSegment.Texts { Values: var texts })
                foreach (var text in texts)
                    Append(new WorkItem(0, text).ToBytes());
        Append(Encoding.UTF8.GetBytes($"times {inputs.Times}"));
        return $"xxh3:{digest:x16}";

        // Each over the one before, so that the border between two inputs counts.
        void Append(byte[] input) => digest = ResultDigest.Of([.. BitConverter.GetBytes(digest), .. input]);
    }
}
