namespace Partime.Tool.Processes;

/// <summary>What parent and worker tell each other: a letter, and nothing per task.</summary>
internal static class MessageKind
{
    /// <summary>Worker: the workload is loaded and started.</summary>
    public const byte Ready = (byte)'R';

    /// <summary>Worker: no tasks are left for me. What I recorded is on the board.</summary>
    public const byte Idle = (byte)'I';

    /// <summary>Worker: the workload cannot be used, and the reason as UTF-8 text behind the letter. Then it ends.</summary>
    public const byte Unusable = (byte)'U';

    /// <summary>Worker: something that the user should know about the run, as UTF-8 text behind the letter.</summary>
    public const byte Remark = (byte)'M';

    /// <summary>The process of an isolated run: it is over, with <see cref="RunFigures"/> and the executor's error behind the letter.</summary>
    public const byte Done = (byte)'D';

    /// <summary>Parent: claim and run tasks.</summary>
    public const byte Work = (byte)'W';

    /// <summary>Parent: the task that you began as your nth, with n behind the letter, takes too long. Cancel it.</summary>
    public const byte Cancel = (byte)'C';

    /// <summary>Parent: cancel what you do and claim no more.</summary>
    public const byte Stop = (byte)'S';

    /// <summary>Parent: release what the workload holds, and end.</summary>
    public const byte Leave = (byte)'L';
}
