namespace Partime.Plugins.Command;

/// <summary>One thread that waits for all commands that no thread waits for.</summary>
internal sealed unsafe class Reaper : IDisposable
{
    private readonly List<(LinuxCommand Command, TaskCompletionSource End)> added = [];
    private readonly int wake = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
    private readonly Thread thread;
    private bool isDisposed;

    public Reaper()
    {
        thread = new Thread(Work) { IsBackground = true, Name = "command reaper" };
        thread.Start();
    }

    public Task WaitAsync(LinuxCommand command)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (added)
            added.Add((command, end));
        Wake();
        return end.Task;
    }

    public void Dispose()
    {
        lock (added)
            isDisposed = true;
        Wake();
        thread.Join();
        _ = LibC.close(wake);
    }

    private void Wake()
    {
        var one = 1L;
        _ = LibC.write(wake, (byte*)&one, sizeof(long));
    }

    private void Work()
    {
        var commands = new List<(LinuxCommand Command, TaskCompletionSource End)>();
        var polled = new PollFd[1];
        while (true)
        {
            lock (added)
            {
                if (isDisposed)
                    return;
                commands.AddRange(added);
                added.Clear();
            }
            var count = 1 + (commands.Count * LinuxCommand.PolledCount);
            if (polled.Length < count)
                polled = new PollFd[2 * count];
            Wait(commands, polled.AsSpan(0, count));
            for (var i = commands.Count - 1; i >= 0; i--)
                if (commands[i].Command.Step(Of(polled, i)))
                {
                    commands[i].End.SetResult();
                    commands.RemoveAt(i);
                }
        }
    }

    private void Wait(List<(LinuxCommand Command, TaskCompletionSource End)> commands, Span<PollFd> polled)
    {
        var timeout = -1;
        polled[0] = new PollFd { Fd = wake, Events = LibC.POLLIN };
        for (var i = 0; i < commands.Count; i++)
        {
            commands[i].Command.FillPolled(Of(polled, i));
            if (commands[i].Command.TimeLeft is >= 0 and var left)
                timeout = timeout < 0 ? left : Math.Min(timeout, left);
        }
        fixed (PollFd* start = polled)
            LinuxCommand.Poll(start, polled.Length, timeout);
        // Resets the event, whose value does not matter.
        long ignored;
        if (polled[0].Returned != 0)
            _ = LibC.read(wake, (byte*)&ignored, sizeof(long));
    }

    private static Span<PollFd> Of(Span<PollFd> polled, int command) => polled.Slice(1 + (LinuxCommand.PolledCount * command), LinuxCommand.PolledCount);
}
