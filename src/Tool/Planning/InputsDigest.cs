using System.Security.Cryptography;

namespace Partime.Tool.Planning;

/// <summary>The digest of all inputs, by which a later session tells whether it has the same. Ranges go in as their three numbers.</summary>
internal static class InputsDigest
{
    /// <summary>In hexadecimal digits. Accidental collisions matter here, deliberate ones do not.</summary>
    private const int Length = 16;

    public static string Of(TaskInputs inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var segment in inputs.Segments)
            if (segment is InputSegment.Numbers { Range: var range })
                Append(hash, $"{range.Start}..{range.End}:{range.Step}");
            else if (segment is InputSegment.Texts { Values: var texts })
                foreach (var text in texts)
                    Append(hash, text);
        Append(hash, $"times {inputs.Times}");
        return "sha256:" + HexDigits.Of(hash.GetHashAndReset(), Length);
    }

    /// <summary>With its length in front, so that the border between two inputs counts.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = new WorkItem(0, text).ToBytes();
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
