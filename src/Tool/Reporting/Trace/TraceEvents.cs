using System.Text.Encodings.Web;
using System.Text.Json;

namespace Partime.Tool.Reporting;

/// <summary>Writes the events of one process as the Trace Event Format describes them, one per line.</summary>
/// <param name="stream">Where to.</param>
/// <param name="process">Their process.</param>
/// <param name="isFirst">Whether no event stands before.</param>
/// <remarks>Its ph is the phase (X: complete; B and E: begin and end; i: instant; M: metadata), ts and dur are in microseconds.</remarks>
internal sealed class TraceEvents(Stream stream, int process, bool isFirst) : IDisposable
{
    private readonly Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void NameProcess(string name, int sortIndex)
    {
        Describe("process_name", thread: 0).WriteString("name", name);
        EndWithArguments();
        Describe("process_sort_index", thread: 0).WriteNumber("sort_index", sortIndex);
        EndWithArguments();
    }

    public void NameThread(int thread, string name)
    {
        Describe("thread_name", thread).WriteString("name", name);
        EndWithArguments();
        Describe("thread_sort_index", thread).WriteNumber("sort_index", thread);
        EndWithArguments();
    }

    /// <summary>An event that takes time and has no others inside. Its arguments follow, and <see cref="EndWithArguments"/>.</summary>
    /// <remarks>The end is rounded, and not the duration, so that events that follow one another never overlap.</remarks>
    public Utf8JsonWriter Complete(string name, string category, int thread, double startedSeconds, double endedSeconds)
    {
        var (started, ended) = (Microseconds(startedSeconds), Microseconds(endedSeconds));
        Start("X", name, category, thread, started);
        json.WriteNumber("dur", ended - started);
        json.WriteStartObject("args");
        return json;
    }

    /// <summary>Begins an event with others inside, or with one that begins when it ends: by a start and a duration, which viewers add up with
    /// rounding, they would overlap.</summary>
    public void Begin(string name, string category, int thread, double seconds, Action<Utf8JsonWriter>? writeArguments = null) =>
        Write("B", name, category, thread, seconds, writeArguments);

    /// <summary>Ends it, with the same arguments: speedscope takes them for a part of the name.</summary>
    public void End(string name, string category, int thread, double seconds, Action<Utf8JsonWriter>? writeArguments = null) =>
        Write("E", name, category, thread, seconds, writeArguments);

    /// <summary>An event that takes no time, or of which it is not known when it was.</summary>
    public void Moment(string name, string category, int thread, double seconds)
    {
        Start("i", name, category, thread, Microseconds(seconds));
        json.WriteString("s", "t");
        Close();
    }

    public void EndWithArguments()
    {
        json.WriteEndObject();
        Close();
    }

    public void Dispose() => json.Dispose();

    private Utf8JsonWriter Describe(string what, int thread)
    {
        Start("M", what, thread);
        json.WriteStartObject("args");
        return json;
    }

    private void Write(string phase, string name, string category, int thread, double seconds, Action<Utf8JsonWriter>? writeArguments)
    {
        Start(phase, name, category, thread, Microseconds(seconds));
        if (writeArguments is not null)
        {
            json.WriteStartObject("args");
            writeArguments(json);
            json.WriteEndObject();
        }
        Close();
    }

    private void Start(string phase, string name, string category, int thread, decimal microseconds)
    {
        Start(phase, name, thread);
        json.WriteString("cat", category);
        json.WriteNumber("ts", microseconds);
    }

    private void Start(string phase, string name, int thread)
    {
        stream.Write(isFirst ? "\n"u8 : ",\n"u8);
        isFirst = false;
        json.Reset();
        json.WriteStartObject();
        json.WriteString("ph", phase);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        json.WriteString("name", name);
    }

    private void Close()
    {
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>To the nanosecond, without the digits of a binary fraction.</summary>
    private static decimal Microseconds(double seconds) => decimal.Divide((long)Math.Round(seconds * 1e9), 1000);
}
