namespace Partime.Tool;

/// <summary>What the user can mend: the message quotes the piece that is wrong and says what to change. Ends with
/// <see cref="ExitCode.Usage"/> and no stack trace.</summary>
internal sealed class PartimeException : Exception
{
    public PartimeException(string message) : base(message) { }

    public PartimeException(string message, Exception cause) : base(message, cause) { }
}
