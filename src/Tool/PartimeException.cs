namespace Partime.Tool;

/// <summary>A mistake that the user can correct: the message quotes what is wrong and says what to change. It ends partime with
/// <see cref="ExitCode.Usage"/> and without a stack trace.</summary>
#pragma warning disable CA1852 // Nothing derives from it in the test kit, which compiles this file as well.
internal class PartimeException : Exception
#pragma warning restore CA1852
{
    public PartimeException(string message) : base(message) { }

    public PartimeException(string message, Exception cause) : base(message, cause) { }

    /// <summary>The stack trace of the plugin whose mistake it is, for those who ask for more.</summary>
    public string? Stack { get; init; }

    /// <summary>Whether the message says which limit of the system to raise.</summary>
    public bool NamesLimit { get; init; }

    /// <summary>What the command lacks. The command line knows the option for it.</summary>
    public Argument? Lacks { get; init; }
}

/// <summary>What a command may lack.</summary>
internal enum Argument
{
    Inputs,
    Plugin,
    Setting,
    ExecutorSetting,
    Workers,
}
