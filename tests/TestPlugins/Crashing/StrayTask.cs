using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Partime.TestPlugins;

/// <summary>A task that does to all that its process shares with partime what a seed says: memory, files, channels and descriptors.</summary>
internal static unsafe partial class StrayTask
{
    private const int Tasks = 12;

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc")]
    private static partial nint pwrite(int descriptor, byte* buffer, nint count, nint offset);

    [LibraryImport("libc")]
    private static partial int ftruncate(int descriptor, nint length);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int shutdown(int descriptor, int how);

    public static void Run(int seed, WorkItem item)
    {
        var random = new Random(seed);
        // Long enough for others to be under way.
        Thread.Sleep(1);
        if (item.Index != random.Next(Tasks))
            return;
        // Now, or while other tasks run, while partime reads what the run has left, or in the next run.
        var (acts, delay) = (random.Next(1, 4), random.Next(4) == 0 ? random.Next(1, 30) : 0);
        var act = new Thread(() =>
        {
            Thread.Sleep(delay);
            Act(random, acts);
        });
        act.IsBackground = true;
        act.Start();
        if (delay == 0)
            act.Join();
        if (random.Next(8) == 0)
            Trouble.Raise(9);
        if (random.Next(8) == 0)
            throw new InvalidOperationException("thrown after it strayed");
    }

    private static void Act(Random random, int acts)
    {
        for (; acts > 0; acts--)
            switch (random.Next(10))
            {
                case 0 or 1 or 2:
                    Stray.Scribble(random.Next());
                    break;
                case 3:
                    Stray.Fill(random);
                    break;
                case 4 or 5:
                    Send(random, Message(random));
                    break;
                case 6:
                    _ = ftruncate(One(Files(), random), (nint)Size(random));
                    break;
                case 7:
                    fixed (byte* bytes = Bytes(random, 4_096))
                        _ = pwrite(One(Files(), random), bytes, random.Next(4_096), (nint)random.Next(1_000_000));
                    break;
                case 8:
                    Close(random);
                    break;
                default:
                    _ = shutdown(One(Channels(), random), random.Next(3));
                    break;
            }
    }

    private static void Close(Random random)
    {
        var descriptor = One([.. Files(), .. Channels(), One(Descriptors(link => link.EndsWith(".dll", StringComparison.Ordinal)), random)], random);
        if (random.Next(2) == 0)
            _ = close(descriptor);
        else
            _ = dup2(random.Next(3), descriptor);
    }

    /// <summary>Nonsense, or what a worker might say, possibly cut off.</summary>
    private static byte[] Message(Random random)
    {
        if (random.Next(3) == 0)
            return Bytes(random, random.Next(9_000));
        byte[] message = [(byte)"RIOUEDWCSX"[random.Next(10)], .. random.Next(4) switch
        {
            0 => Number(Environment.ProcessId),
            1 => Number(random.Next(4)),
            2 => Encoding.UTF8.GetBytes(new string('x', random.Next(100)) + "\0\u001b[31m\n" + new string('y', random.Next(100))),
            _ => Bytes(random, random.Next(300)),
        }];
        return random.Next(3) == 0 ? message[..random.Next(message.Length)] : message;
    }

    private static byte[] Number(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    private static void Send(Random random, byte[] message)
    {
        // What pipes need to keep messages whole, or not.
        byte[] head = [0xB5, (byte)message.Length, (byte)(message.Length >> 8)];
        var descriptor = One(Channels(), random);
        var whole = LinkOf(descriptor).StartsWith("pipe", StringComparison.Ordinal) && random.Next(4) != 0 ? [.. head, .. message] : message;
        fixed (byte* bytes = whole.Length > 0 ? whole : new byte[1])
            for (var times = random.Next(4) == 0 ? 20 : 1; times > 0; times--)
                _ = write(descriptor, bytes, whole.Length);
    }

    private static long Size(Random random) => random.Next(4) switch { 0 => 0, 1 => random.Next(600_000), 2 => 1L << random.Next(20, 45), _ => random.Next(4_096) };

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<int> Files() => Descriptors(link => (link.EndsWith("(deleted)", StringComparison.Ordinal) && !link.Contains("doublemapper", StringComparison.Ordinal)) || Path.GetFileName(link).StartsWith("partime-", StringComparison.Ordinal));

    /// <summary>Of a pipe whose ends are both here, such as the runtime's own, a task that fills it waits for itself.</summary>
    private static List<int> Channels()
    {
        var links = Directory.GetFiles("/proc/self/fd").Select(LinkOf).ToList();
        return Descriptors(link => link.StartsWith("socket:", StringComparison.Ordinal) || (link.StartsWith("pipe:", StringComparison.Ordinal) && links.Count(other => other == link) == 1));
    }

    private static List<int> Descriptors(Func<string, bool> condition) =>
        [.. Directory.GetFiles("/proc/self/fd").Where(path => condition(LinkOf(path))).Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).Where(descriptor => descriptor > 2)];

    private static string LinkOf(int descriptor) => LinkOf($"/proc/self/fd/{descriptor}");

    private static string LinkOf(string path) => new FileInfo(path).LinkTarget ?? "";

    private static int One(List<int> descriptors, Random random) => descriptors.Count > 0 ? descriptors[random.Next(descriptors.Count)] : -1;
}
