using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Partime.Network;

/// <summary>A cable between two hosts, which delays packets, loses some, and can be cut. The system's own TCP sends through it and reacts to
/// what it does. Linux has netem for this, but not every kernel is built with it.</summary>
/// <remarks>
/// <code>
///   host A: route ─► tun device ─► reader thread ─► packets, each with the time when it is due ─► writer thread ─► tun device ─► host B
/// </code>
/// The same the other way round. Threads are dedicated: a network namespace belongs to a thread.
/// </remarks>
internal sealed class Cable : IDisposable
{
    private const int MaxPacketBytes = 2048;
    private const int PollMilliseconds = 100;

    private readonly Lock gate = new();
    private readonly Random random = new(1);
    private readonly int[] ends;
    private readonly List<Thread> threads = [];
    private volatile bool isDisposed;

    /// <param name="one">A network namespace by its name, and the name that its end of the cable gets there.</param>
    /// <param name="other">The other one.</param>
    public Cable((string Host, string Device) one, (string Host, string Device) other)
    {
        ends = [OpenDevice(one.Host, one.Device), OpenDevice(other.Host, other.Device)];
        Carry(ends[0], ends[1]);
        Carry(ends[1], ends[0]);
    }

    /// <summary>How long a packet takes in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The share of packets that it loses.</summary>
    public double Loss { get; set; }

    /// <summary>Whether it loses all of them.</summary>
    public bool IsCut { get; set; }

    public void Dispose()
    {
        isDisposed = true;
        threads.ForEach(thread => thread.Join());
        foreach (var end in ends)
            _ = close(end);
    }

    private void Carry(int from, int to)
    {
        var underWay = new Queue<(long Due, byte[] Packet)>();
        Start(() => Read(from, underWay));
        Start(() => Write(to, underWay));
    }

    private void Start(Action act)
    {
        var thread = new Thread(() => act()) { IsBackground = true };
        threads.Add(thread);
        thread.Start();
    }

    private void Read(int device, Queue<(long Due, byte[] Packet)> underWay)
    {
        var buffer = new byte[MaxPacketBytes];
        var polled = new PollFd { Fd = device, Events = 1 };
        while (!isDisposed)
        {
            if (poll(ref polled, 1, PollMilliseconds) <= 0 || read(device, buffer, buffer.Length) is not (> 0 and var length) || IsLost())
                continue;
            lock (underWay)
            {
                underWay.Enqueue((Stopwatch.GetTimestamp() + (long)(Delay.TotalSeconds * Stopwatch.Frequency), buffer[..(int)length]));
                Monitor.Pulse(underWay);
            }
        }
    }

    private void Write(int device, Queue<(long Due, byte[] Packet)> underWay)
    {
        while (!isDisposed)
        {
            byte[] packet;
            lock (underWay)
            {
                if (!underWay.TryPeek(out var first))
                {
                    Monitor.Wait(underWay, PollMilliseconds);
                    continue;
                }
                var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), first.Due);
                if (left > TimeSpan.Zero)
                {
                    Monitor.Wait(underWay, left);
                    continue;
                }
                packet = underWay.Dequeue().Packet;
            }
            if (!IsCut)
                _ = write(device, packet, packet.Length);
        }
    }

    private bool IsLost()
    {
        lock (gate)
            return IsCut || (Loss > 0 && random.NextDouble() < Loss);
    }

    /// <summary>On a thread of its own, which ends in the other namespace.</summary>
    private static int OpenDevice(string host, string name)
    {
        var device = -1;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                device = OpenDeviceHere(host, name);
            }
            catch (Win32Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? device : throw failure;
    }

    private static int OpenDeviceHere(string host, string name)
    {
        const int ReadOnly = 0;
        const int ReadWrite = 2;
        const int CloseOnExec = 0x80000;
        const int NewNetwork = 0x40000000;
        const int SetInterface = 0x400454ca;
        const short TunWithoutHeader = 0x1001;
        var space = Succeed(open($"/var/run/netns/{host}", ReadOnly | CloseOnExec));
        Succeed(setns(space, NewNetwork));
        _ = close(space);
        var device = Succeed(open("/dev/net/tun", ReadWrite | CloseOnExec));
        var request = new byte[40];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(16), TunWithoutHeader);
        Succeed(ioctl(device, SetInterface, request));
        return device;
    }

    private static int Succeed(int result) => result >= 0 ? result : throw new Win32Exception();

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(int descriptor, int type);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, nuint request, byte[] argument);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int descriptor, byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int descriptor, byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(ref PollFd polled, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }
}
