namespace Partime.Tool.Installation;

/// <summary>Foreign words in a sentence: short enough for it.</summary>
internal static class Quoted
{
    private const int Longest = 120;

    public static string Name(string name) => name.Length <= Longest ? $"'{name}'" : $"'{name[..Longest]}…'";
}
