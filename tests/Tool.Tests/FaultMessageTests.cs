using System.Reflection;

namespace Partime.Tool.Tests;

public sealed class FaultMessageTests
{
    private static readonly Exception Cause = new InvalidDataException("The file 'a.bin' is damaged.");

    [Theory]
    [InlineData("no model", "   at Moons.cs:6\n   at \0")]
    [InlineData("no\0model", null)]
    public void AFaultAndItsStackAreOneMessage(string text, string? stack) =>
        Assert.Equal(new WorkloadFault(text.Replace('\0', ' '), stack), WorkloadFault.Decode(new WorkloadFault(text, stack).Encoded));

    /// <summary>The message was longer than fits.</summary>
    [Fact]
    public void AFaultWithoutItsEndIsAFault() => Assert.Equal(new WorkloadFault("no mod", null), WorkloadFault.Decode("no mod"));

    public static TheoryData<Exception, string> Exceptions => new()
    {
        { Cause, "The file 'a.bin' is damaged." },
        { new TargetInvocationException(Cause), "The file 'a.bin' is damaged." },
        { new AggregateException(Cause), "The file 'a.bin' is damaged." },
        { new AggregateException(new AggregateException(new TargetInvocationException(Cause))), "The file 'a.bin' is damaged." },
        { new TypeInitializationException("Model", Cause), "The type initializer for 'Model' threw an exception: The file 'a.bin' is damaged." },
        { new HttpRequestException("The SSL connection could not be established, see inner exception.", Cause), "The SSL connection could not be established: The file 'a.bin' is damaged." },
        { new InvalidOperationException("Not saved. See the inner exception for details.", new IOException("See inner exception.", Cause)), "Not saved: The file 'a.bin' is damaged." },
        { new InvalidOperationException("No model:", Cause), "No model: The file 'a.bin' is damaged." },
        { new IOException("No model: The file 'a.bin' is damaged. (a.bin)", Cause), "No model: The file 'a.bin' is damaged. (a.bin)" },
        { new TimeoutException("'http://a/' took longer than 5 s.", new TaskCanceledException("A task was canceled.", new TimeoutException())), "'http://a/' took longer than 5 s." },
        { new OperationCanceledException("Stopped", Cause), "Stopped: The file 'a.bin' is damaged." },
        { new AggregateException(Cause, new IOException("Full")), "The file 'a.bin' is damaged.; Full" },
        { new AggregateException("Two servers failed", Cause, new AggregateException(new IOException("Full", new IOException("No space left")))), "Two servers failed: The file 'a.bin' is damaged.; Full: No space left" },
        { new AggregateException([.. Enumerable.Range(0, 9).Select(i => new IOException($"Disk {i % 5}"))]), "Disk 0; Disk 1; Disk 2; and 2 more" },
        { new AggregateException("Three servers failed"), "Three servers failed" },
        { new AggregateException(), "One or more errors occurred." },
        { new TargetInvocationException(null), "Exception has been thrown by the target of an invocation." },
        { new InvalidOperationException(""), "(no message)" },
        { new Unreadable(null), "(the message could not be read: NotSupportedException)" },
        { new Unreadable(Cause), "(the message could not be read: NotSupportedException): The file 'a.bin' is damaged." },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void AnExceptionIsToldWithTheCausesInsideIt(Exception exception, string told) => Assert.Equal(told, FaultMessage.Of(exception));

    public static TheoryData<string, bool> Libraries => new()
    {
        { typeof(System.Text.RegularExpressions.Regex).Assembly.FullName!, true },
        { typeof(FaultMessage).Assembly.FullName!, true },
        { "System.Text.RegularExpressions, Version=99.0.0.0", false },
        { "Missing, Version=1.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a", false },
        { "/data/runs.csv", false },
    };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void ALibraryThatIsThereAndCannotBeOpenedNamesTheLimit(string library, bool isThere)
    {
        var told = FaultMessage.Of(new TypeInitializationException("Model", new FileNotFoundException("Could not load it.", library)));
        Assert.Equal(isThere, told.Contains($"{library.Split(',')[0]}.dll cannot be opened", StringComparison.Ordinal) && told.Contains("ulimit -n", StringComparison.Ordinal));
        Assert.Equal(!isThere, told.Contains("Could not load it.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0x80070004, "Some.Library, Version=10.0.0.12, Culture=neutral, PublicKeyToken=null")]
    [InlineData(0x80070004, "/plugins/Some.Library.dll")]
    [InlineData(0x8007054F, "Some.Library, Version=10.0.0.12, Culture=neutral, PublicKeyToken=null")]
    public void ALibraryThatCannotBeLoadedForWantOfFilesNamesTheLimit(uint code, string library)
    {
        var told = FaultMessage.Of(new FileLoadException("Could not load it.", library, new IOException("An internal error occurred.")) { HResult = unchecked((int)code) });
        Assert.Equal("Some.Library.dll cannot be opened, though it is there: the process has probably too many open files. Raise the limit (ulimit -n), or use fewer workers.", told);
    }

    [Fact]
    public void ALongChainIsToldByItsEnds()
    {
        var exception = new IOException("level 0");
        for (var level = 1; level < 1000; level++)
            exception = new IOException($"level {level}.", exception);
        Assert.Equal("level 999: level 998: level 997: level 2: level 1: level 0", FaultMessage.Of(exception));
    }

    private sealed class Unreadable(Exception? cause) : Exception("", cause)
    {
        public override string Message => throw new NotSupportedException();
    }
}
