using Partime.Tool.Cli;

namespace Partime.Tool.Tests.Cli;

public sealed class ResponseFilesTests
{
    [Theory]
    [InlineData("run sleep -i @urls.txt -q", "run sleep --inputs=@urls.txt -q")]
    [InlineData("run sleep --inputs @-", "run sleep --inputs=@-")]
    [InlineData("-i @a -i @b", "--inputs=@a --inputs=@b")]
    [InlineData("-i @a @b", "--inputs=@a @b")]
    [InlineData("run @args", "run @args")]
    [InlineData("@args -i 1", "@args -i 1")]
    [InlineData("--csv @out", "--csv @out")]
    [InlineData("-i 1 @args", "-i 1 @args")]
    public void OnlyAFileBehindInputsIsProtected(string args, string protectedArgs) =>
        Assert.Equal(protectedArgs.Split(' '), ResponseFiles.Protect(args.Split(' ')));

    [Theory]
    [InlineData("run sleep -i @urls.txt --csv @out", "")]
    [InlineData("@args --csv @out", "args")]
    public void OneInFrontOfTheCommandIsRead(string args, string files) => Assert.Equal(files, string.Join(' ', ResponseFiles.In(args.Split(' '))));

    [Fact]
    public void NoArgumentsStayNone() => Assert.Empty(ResponseFiles.Protect([]));
}
