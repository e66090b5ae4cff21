namespace Partime.Tool.Planning;

/// <summary>The order of the configurations within a round: at random, so that none of them always runs behind the same other one, and
/// the same again for the same seed, also years later and for a round by itself.</summary>
/// <remarks>Not <see cref="Random"/>, whose numbers may be others in another version of .NET. These are SplitMix64's (Steele, Lea and
/// Flood, 2014).</remarks>
internal static class RoundOrder
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <returns>The numbers below <paramref name="count"/>, each once.</returns>
    public static int[] Of(int count, long seed, Phase phase, int round)
    {
        // A stream of its own for each round, which can then be planned without those before it.
        var state = Mixed((ulong)seed + Gamma) ^ Mixed(((ulong)round << 1) + (ulong)phase);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            state += Gamma;
            // Times a fraction below 1: the number is below i + 1.
            var other = (int)Math.BigMul(Mixed(state), (ulong)(i + 1), out _);
            (order[i], order[other]) = (order[other], i);
        }
        return order;
    }

    private static ulong Mixed(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
