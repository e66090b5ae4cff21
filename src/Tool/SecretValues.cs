namespace Partime.Tool;

/// <summary>The values of secret options that code in this process and its workers is told. A plugin may repeat them in a message.</summary>
internal static class SecretValues
{
    /// <summary>A shorter value would be found in texts that have nothing to do with it.</summary>
    public const int MinLength = 6;

    private const string Hidden = "***";

    private static readonly Lock Access = new();

    /// <summary>The longest first, as one may be a part of another.</summary>
    private static volatile string[] values = [];

    /// <param name="value">As a setting has it.</param>
    /// <param name="isName">Whether a name in the value, as in <c>NAME=VALUE</c> and <c>Name: value</c>, says that what follows is secret by itself.</param>
    public static void Add(string value, Func<string, bool> isName)
    {
        AddOne(value);
        var end = value.AsSpan().IndexOfAny('=', ':');
        if (end <= 0 || !isName(value[..end].Trim()))
            return;
        var rest = value[(end + 1)..].Trim();
        AddOne(rest);
        // The scheme of an Authorization header.
        if (rest.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank)
            AddOne(rest[blank..].Trim());
    }

    public static string HideIn(string text)
    {
        foreach (var value in values)
            text = text.Replace(value, Hidden, StringComparison.Ordinal);
        return text;
    }

    private static void AddOne(string value)
    {
        if (value.Length < MinLength)
            return;
        lock (Access)
            foreach (var form in (string[])[value, Uri.EscapeDataString(value)])
                if (Array.IndexOf(values, form) < 0)
                    values = [.. values.Append(form).OrderByDescending(one => one.Length)];
    }
}
