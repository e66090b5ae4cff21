using System.Globalization;
using System.Runtime.InteropServices;

namespace Partime.TestPlugins;

/// <summary>What stray pointers and stray descriptors do to memory and channels that partime shares with its workers.</summary>
internal static unsafe partial class Stray
{
    private const int ControlChannel = 3;

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc")]
    private static partial int ftruncate(int descriptor, nint length);

    /// <summary>Writes to random places of all memory that this process shares with others. The runtime keeps its compiled code in such memory too, with
    /// a name of its own.</summary>
    public static void Scribble(int seed)
    {
        var random = new Random(seed);
        var areas = SharedAreas();
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            var (start, end) = areas[random.Next(areas.Count)];
            // The beginning of the board is small and full of numbers that matter.
            var offset = random.NextInt64(random.Next(2) == 0 ? Math.Min(end - start, 2_048) : end - start);
            *(byte*)(start + offset) = (byte)random.Next(256);
        }
    }

    /// <summary>Fills the beginnings of all memory that this process shares with others.</summary>
    public static void Overwrite()
    {
        foreach (var (start, end) in SharedAreas())
            new Span<byte>((void*)start, (int)Math.Min(end - start, 4_096)).Fill(0xFF);
    }

    /// <summary>Fills a part of an area, with one byte or with many.</summary>
    public static void Fill(Random random)
    {
        var areas = SharedAreas();
        var (start, end) = areas[random.Next(areas.Count)];
        var from = start + random.NextInt64(end - start);
        var part = new Span<byte>((void*)from, (int)Math.Min(end - from, random.Next(1, 8_192)));
        if (random.Next(2) == 0)
            random.NextBytes(part);
        else
            part.Fill((byte)random.Next(256));
    }

    /// <summary>Writes a byte to the channel between this process and partime, and waits for what comes of it.</summary>
    public static void Say(byte value)
    {
        _ = write(ControlChannel, &value, 1);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Writes a whole message to the channel, and waits for what comes of it.</summary>
    public static void Claim(string message)
    {
        fixed (byte* bytes = System.Text.Encoding.UTF8.GetBytes(message))
            _ = write(ControlChannel, bytes, message.Length);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Leaves a thread behind that cuts off files, and makes them long again, for as long as the process lives.</summary>
    public static void CutForEver()
    {
        var thread = new Thread(() =>
        {
            while (true)
            {
                Cut(0);
                Cut(1 << 28);
            }
        });
        thread.IsBackground = true;
        thread.Start();
    }

    /// <summary>Cuts off every file that this process shares with others.</summary>
    public static void Cut(int length)
    {
        foreach (var path in Directory.GetFiles("/proc/self/fd"))
            if (new FileInfo(path).LinkTarget is { } link && link.EndsWith("(deleted)", StringComparison.Ordinal) && !link.Contains("doublemapper", StringComparison.Ordinal))
                _ = ftruncate(int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture), length);
    }

    private static List<(long Start, long End)> SharedAreas()
    {
        var areas = File.ReadAllLines("/proc/self/maps").Where(line => line.Contains(" rw-s ", StringComparison.Ordinal) && !line.Contains("doublemapper", StringComparison.Ordinal)).Select(line => line.Split(' ')[0].Split('-')).ToList();
        return areas.Count > 0 ? [.. areas.Select(area => (Address(area[0]), Address(area[1])))] : throw new InvalidOperationException("There is no shared memory.");
    }

    private static long Address(string hexadecimal) => long.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
