using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The JSON document about a session, with a line per run, out of this process as soon as the run is over. It is whole however the session ends.</summary>
internal sealed class SessionJson : IDisposable
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static readonly JsonWriterOptions ManyLines = OneLine with { Indented = true };

    private readonly SessionInfo info;
    private readonly SessionDetails details;
    private readonly WholeDocument document;
    private readonly Column<RunRow>[] columns;
    private readonly ConfigurationNames names;

    private long runs;
    private IReadOnlyList<SummaryRow> summary = [];
    private IReadOnlyList<string> disturbances = [];
    private IReadOnlyList<ScalingModel> models = [];
    private bool isComplete;

    public SessionJson(string path, SessionInfo info, SessionDetails details)
    {
        this.info = info;
        this.details = details;
        columns = RunColumns.For(info);
        names = new ConfigurationNames(details.Plan.Configurations, VariantNames.Of(info));
        document = new WholeDocument(path);
    }

    /// <summary>Writes a document without runs, and leaves what is in the file.</summary>
    public void Prepare() => document.Prepare(stream => stream.Write(Fragment(ManyLines, json =>
    {
        json.WriteStartObject();
        JsonHead.Write(json, info, details);
        json.WriteStartArray("runs");
    })), Ending(new Findings(resultsCompare: false)));

    /// <summary>Replaces what was in the file by the document.</summary>
    public void Commit() => document.Commit();

    public void Write(RunRow run, Findings findings)
    {
        var row = Fragment(OneLine, json => columns.Write(json, run));
        var separator = runs++ == 0 ? "\n    "u8 : ",\n    "u8;
        byte[] text = [.. separator, .. row];
        document.Add(stream => stream.Write(text), Ending(findings));
    }

    /// <summary>Says what the runs amount to, and whether all of the plan are there.</summary>
    public void Conclude(IReadOnlyList<SummaryRow> rows, Findings findings, Conclusion conclusion)
    {
        (isComplete, disturbances, models) = (conclusion.IsComplete, conclusion.Disturbances, conclusion.Models);
        summary = rows;
        document.Add(_ => { }, Ending(findings));
    }

    public bool HasNoLock => document.HasNoLock;

    public bool HasLostReader => document.HasLostReader;

    /// <summary>What other programs have done to the file, as a sentence; <see langword="null"/> for nothing.</summary>
    public string? ExternalChange() => document.ExternalChange();

    public void Dispose() => document.Dispose();

    /// <summary>What follows the runs. With one run more in front, it always reaches beyond the former.</summary>
    private byte[] Ending(Findings findings)
    {
        var found = Fragment(OneLine, json =>
        {
            json.WriteStartObject();
            JsonHead.WriteTexts(json, "failures", FindingsText.Failures(findings, names));
            JsonHead.WriteTexts(json, "disagreements", FindingsText.Disagreements(findings, names));
            JsonHead.WriteTexts(json, "remarks", info.Remarks.Select(remark => remark.Text).Distinct().Concat(FindingsText.Remarks(findings, names)).Concat(disturbances));
            json.WriteEndObject();
        });
        var rows = Lines(summary, (json, row) => SummaryColumns.For([row.Session]).Write(json, row));
        var laws = Lines(models, ModelColumns.All.Write);
        byte[] nodes = details.Nodes is { } joined ? [.. ",\n  \"nodes\": "u8, .. Fragment(OneLine, json => NodesJson.Write(json, joined))] : [];
        return [.. "\n  ]"u8, .. nodes, .. ",\n  \"summary\": ["u8, .. rows, .. "\n  ],\n  \"models\": ["u8, .. laws, .. "\n  ],\n  \"findings\": "u8, .. found, .. Encoding.UTF8.GetBytes($",\n  \"complete\": {(isComplete ? "true" : "false")}\n}}\n")];
    }

    /// <summary>An object per line.</summary>
    private static byte[] Lines<TRow>(IReadOnlyList<TRow> rows, Action<Utf8JsonWriter, TRow> write) =>
        [.. rows.SelectMany((row, index) => (byte[])[.. index == 0 ? "\n    "u8 : ",\n    "u8, .. Fragment(OneLine, json => write(json, row))])];

    /// <summary>A piece of the document, which need not be whole.</summary>
    private static byte[] Fragment(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, options))
            write(json);
        return bytes.WrittenSpan.ToArray();
    }
}
