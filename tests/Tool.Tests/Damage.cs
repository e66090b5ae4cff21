namespace Partime.Tool.Tests;

/// <summary>Damages files as editors, disks and merges do.</summary>
internal static class Damage
{
    public static byte[] To(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 3); times > 0; times--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 40));
            var part = bytes.GetRange(at, Math.Min(length, bytes.Count - at));
            var lines = Lines(bytes);
            var line = lines[random.Next(lines.Count)];
            switch (random.Next(9))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, part.Count); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), part); break;
                case 4: bytes.Insert(at, (byte)",\"\n\r\0;0"[random.Next(7)]); break;
                case 5: bytes.RemoveRange(at, bytes.Count - at); break;
                case 6: bytes.InsertRange(bytes.Count, bytes.GetRange(line.Start, line.Length)); break;
                case 7: bytes.RemoveRange(line.Start, line.Length); break;
                default: bytes.InsertRange(line.Start, bytes.GetRange(lines[^1].Start, lines[^1].Length)); break;
            }
            if (bytes.Count == 0)
                break;
        }
        return [.. bytes];
    }

    private static List<(int Start, int Length)> Lines(List<byte> bytes)
    {
        var lines = new List<(int, int)>();
        for (var start = 0; start < bytes.Count;)
        {
            var end = bytes.IndexOf((byte)'\n', start) is >= 0 and var found ? found + 1 : bytes.Count;
            lines.Add((start, end - start));
            start = end;
        }
        return lines;
    }
}
