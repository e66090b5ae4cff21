namespace Partime.Plugins.Cluster;

/// <summary>Counts the connections that are refused, and tells the user of some.</summary>
internal sealed class Refusals(INodeSession session)
{
    private const int MaxSentences = 5;

    private readonly Lock gate = new();
    private readonly HashSet<string> told = [];
    private bool hasEnded;

    /// <param name="sentence">Why. The same one is told once.</param>
    public void Add(string sentence)
    {
        session.Count(NodeEvent.ConnectionRefused, 1);
        lock (gate)
        {
            if (told.Count < MaxSentences && told.Add(sentence))
                session.Notify(sentence);
            else if (!hasEnded && !told.Contains(sentence))
            {
                hasEnded = true;
                session.Notify("Other connections are refused, too. They are counted, and not told.");
            }
        }
    }
}
