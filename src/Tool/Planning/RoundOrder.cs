namespace Partime.Tool.Planning;

/// <summary>The order of the configurations within a round. It is random, so that no configuration always runs after the same other one, and
/// reproducible: it depends only on the seed and the round.</summary>
/// <remarks>The generator is SplitMix64 (Steele, Lea and Flood, 2014). The numbers of <see cref="Random"/> may change with the version of .NET.</remarks>
internal static class RoundOrder
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <returns>A permutation of the numbers below <paramref name="count"/>.</returns>
    public static int[] Of(int count, long seed, Phase phase, int round)
    {
        // Each round has its own stream, so that it can be planned without the rounds before it.
        var state = Mixed((ulong)seed + Gamma) ^ Mixed(((ulong)round << 1) + (ulong)phase);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            state += Gamma;
            // The high half of the product: i + 1 times a fraction below 1.
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
