namespace Partime.Tool.Cli;

/// <summary>How what is to be run differs from what was run: of what consists of parts, only those that are not on both sides.</summary>
internal static class SessionDifferences
{
    /// <summary>Nothing, if it is the same.</summary>
    public static IEnumerable<string> Of(string what, string then, string now) => then == now ? [] : [$"{what}: was {then}, is {now}"];

    /// <summary>Of settings, as <see cref="SessionInfo.SettingsOf"/> writes them.</summary>
    public static IEnumerable<string> OfSettings(string then, string now) => OfParts("settings", then, now, "; ",
        (were, are) => were.Length == 0 ? $"{are} is new" : are.Length == 0 ? $"{were} is missing" : $"was {were}, is {are}");

    /// <summary>Of things that are named one after the other.</summary>
    public static IEnumerable<string> OfList(string what, string then, string now, string separator) => OfParts(what, then, now, separator,
        (were, are) => were.Length == 0 ? $"only here {are}" : are.Length == 0 ? $"only there {were}" : $"only there {were}, only here {are}");

    private static IEnumerable<string> OfParts(string what, string then, string now, string separator, Func<string, string, string> tell)
    {
        if (then == now)
            return [];
        var (there, here) = (then.Split(separator), now.Split(separator));
        var (were, are) = (string.Join(separator, there.Except(here)), string.Join(separator, here.Except(there)));
        return [$"{what}: {(were.Length + are.Length == 0 ? "the same in another order" : tell(were, are))}"];
    }
}
