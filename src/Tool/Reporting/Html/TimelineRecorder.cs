using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Keeps, of each configuration, the timeline of one round: its tasks are gone when the next run starts, and all rounds would be too many. Of two rounds stays the
/// one that is nearer to the median up to then.</summary>
/// <param name="configurations">How many there are.</param>
/// <param name="scale">How their tasks grow with their workers.</param>
internal sealed class TimelineRecorder(int configurations, Scale scale = Scale.Strong)
{
    private readonly TimelineLimits limits = TimelineLimits.For(configurations);
    private readonly Dictionary<Configuration, KeptRound> kept = [];

    public IEnumerable<Timeline> Timelines => kept.Values.Select(round => round.Timeline).OfType<Timeline>();

    /// <summary>The inputs of the tasks, if they are few.</summary>
    public TimelineInputs Inputs { get; } = new();

    public void Add(RunRecord run)
    {
        if (run.Planned.Phase != Phase.Measure || run.Status is RunStatus.Suspended)
            return;
        var configuration = run.Planned.Configuration;
        if (!kept.TryGetValue(configuration, out var round))
            kept[configuration] = round = new KeptRound();
        if (!round.IsNearer(run.Times.WallSeconds, run.Status))
            return;
        var copies = scale.CopiesWith(configuration.Workers);
        round.Timeline = Timeline.Of(run, limits, copies);
        var inputs = run.Tasks.Count / copies;
        if (Inputs.Want(inputs))
            for (var input = 0L; input < inputs; input++)
                Inputs.Add(input, run.Tasks[input * copies].Item.Shown());
    }

    private sealed class KeptRound
    {
        private readonly List<double> walls = [];
        private double wall;
        private bool isSound;

        public Timeline? Timeline { get; set; }

        public bool IsNearer(double other, RunStatus status)
        {
            walls.Insert(walls.BinarySearch(other) is var place && place < 0 ? ~place : place, other);
            var median = walls[(walls.Count - 1) / 2];
            var isOtherSound = status is RunStatus.Ok or RunStatus.Failed;
            var isNearer = Timeline is null || (isOtherSound && !isSound) || (isOtherSound == isSound && Math.Abs(other - median) < Math.Abs(wall - median));
            if (isNearer)
                (wall, isSound) = (other, isOtherSound);
            return isNearer;
        }
    }
}

/// <summary>The inputs of tasks, to show beside them: the start of each, as long as they are few.</summary>
internal sealed class TimelineInputs
{
    private const int MaxInputs = 10_000;
    private const int MaxLetters = 40;
    private const int MaxLettersOfAll = 200_000;

    private readonly SortedDictionary<long, string> inputs = [];
    private int letters;

    /// <summary>In their order, up to the first one that is not known; none if they are too long together.</summary>
    public IEnumerable<string> Texts => letters <= MaxLettersOfAll ? inputs.Values : [];

    /// <summary>Whether so many are wanted and not known yet.</summary>
    public bool Want(long count) => count <= MaxInputs && inputs.Count < count;

    public void Add(long index, string input)
    {
        if (index != inputs.Count || index >= MaxInputs || letters > MaxLettersOfAll)
            return;
        inputs[index] = HtmlText.Short(input, MaxLetters);
        letters += inputs[index].Length;
    }
}
