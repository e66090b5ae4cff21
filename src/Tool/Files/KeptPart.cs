namespace Partime.Tool.Files;

/// <summary>The beginning of a file that stays, as an earlier session is continued behind it.</summary>
/// <param name="Bytes">How long it is.</param>
/// <param name="OfBytes">How long the whole file was when it was read. If it is not any more, somebody has written to it since.</param>
internal sealed record KeptPart(long Bytes, long OfBytes)
{
    /// <summary>What its last line wants, to be one.</summary>
    public string LineBreak { get; init; } = "";

    /// <summary>A sentence on how its end was found, if that was not as it should be.</summary>
    public string? Remark { get; init; }
}
