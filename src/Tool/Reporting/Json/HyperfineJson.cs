using System.Globalization;
using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The wall times as hyperfine exports them: a result per configuration, in the place of a command.</summary>
internal sealed class HyperfineJson(string path, SessionInfo info) : IDisposable
{
    private readonly OutputFile output = OutputFile.Open(path);
    private readonly ConfigurationNames names = new(info.Configurations, VariantNames.Of(info));
    private readonly Dictionary<Configuration, List<TimedRun>> measured = [];

    /// <summary>Keeps what counts in statistics.</summary>
    public void Add(RunRecord run)
    {
        var (planned, costs) = (run.Planned, run.Costs);
        if (planned.Phase != Phase.Measure || !Observation.Of(run, info).IsComplete)
            return;
        if (!measured.TryGetValue(planned.Configuration, out var runs))
            measured.Add(planned.Configuration, runs = []);
        runs.Add(new TimedRun(run.Times.WallSeconds, costs.Cpu.User.TotalSeconds, costs.Cpu.System.TotalSeconds, costs.PeakRssBytes, run.Status == RunStatus.Ok));
    }

    /// <summary>Replaces what was in the file. A configuration that no round was completed of has no times, and is left out.</summary>
    public void Write()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, SessionJson.ManyLines))
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var configuration in info.AllConfigurations)
                if (measured.TryGetValue(configuration, out var runs))
                    Write(json, configuration, runs);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        output.WriteText(Encoding.UTF8.GetString(text.ToArray()));
    }

    public void Dispose() => output.Dispose();

    private void Write(Utf8JsonWriter json, Configuration configuration, List<TimedRun> runs)
    {
        var wall = Distribution.Of([.. runs.Select(run => run.Seconds)]);
        json.WriteStartObject();
        json.WriteString("command", $"{info.Of(configuration).Workload}, {names.Of(configuration)}");
        json.WriteNumber("mean", wall.Mean);
        JsonHead.WriteField(json, "stddev", wall.StandardDeviation);
        json.WriteNumber("median", wall.Median.Value);
        json.WriteNumber("user", runs.Average(run => run.UserSeconds));
        json.WriteNumber("system", runs.Average(run => run.SystemSeconds));
        json.WriteNumber("min", wall.Min);
        json.WriteNumber("max", wall.Max);
        WriteNumbers(json, "times", runs.Select(run => run.Seconds));
        if (runs.TrueForAll(run => run.PeakRssBytes is not null))
            WriteNumbers(json, "memory_usage_byte", runs.Select(run => (double)run.PeakRssBytes!));
        WriteNumbers(json, "exit_codes", runs.Select(run => (double)(run.IsOk ? ExitCode.Ok : ExitCode.TasksFailed)));
        // One parameter only: hyperfine's plot_parametrized.py takes no file with two.
        json.WriteStartObject("parameters");
        json.WriteString("workers", configuration.Workers.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private sealed record TimedRun(double Seconds, double UserSeconds, double SystemSeconds, long? PeakRssBytes, bool IsOk);
}
