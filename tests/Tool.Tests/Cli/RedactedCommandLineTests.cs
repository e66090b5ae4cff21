using Partime.Tool.Cli;

namespace Partime.Tool.Tests.Cli;

public sealed class RedactedCommandLineTests
{
    private readonly RedactedCommandLine hidden = new(["pin"], ["cloud.pin"]);

    [Theory]
    [InlineData("--set pin=1234", "--set pin=***")]
    [InlineData("--set=pin=1234", "--set=pin=***")]
    [InlineData("--set:pin=1234", "--set:pin=***")]
    [InlineData("--set PIN=1=2=34", "--set PIN=***")]
    [InlineData("--set api-token=1234", "--set api-token=***")]
    [InlineData("--set count=1234", "--set count=1234")]
    [InlineData("--executor-set cloud.pin=1234", "--executor-set cloud.pin=***")]
    [InlineData("--executor-set=cloud.pin=1234", "--executor-set=cloud.pin=***")]
    [InlineData("--executor-set other.pin=1234", "--executor-set other.pin=1234")]
    [InlineData("--set a=b -w 2", "--set a=b -w 2")]
    [InlineData("-i https://me:1234@host/a@b", "-i https://***@host/a@b")]
    [InlineData("--set url=https://me:12@34@host/", "--set url=https://***@host/")]
    [InlineData("-i https://host/?page=1&access_token=1234&x=2", "-i https://host/?page=1&access_token=***&x=2")]
    [InlineData("-i https://host/#token=1234", "-i https://host/#token=***")]
    [InlineData("-i https://host/?a=1&tok%65n=1234", "-i https://host/?a=1&tok%65n=***")]
    [InlineData("-i https://host/?token=12,34", "-i https://host/?token=***")]
    [InlineData("-i https://host/?token=12;34&x=1", "-i https://host/?token=***&x=1")]
    [InlineData("-i https://host/?token=1234,https://host/?x=1", "-i https://host/?token=***,https://host/?x=1")]
    [InlineData("-i https://host/?token=1234;x=1", "-i https://host/?token=***;x=1")]
    [InlineData("-i https://host/?x=1,2", "-i https://host/?x=1,2")]
    [InlineData("run @ends-with-set.rsp pin=1234", "run @ends-with-set.rsp pin=***")]
    [InlineData("run @args.rsp", "run @args.rsp")]
    [InlineData("--executor-set cluster.key=1234", "--executor-set cluster.key=***")]
    [InlineData("--set connection=Password=1234;Server=db", "--set connection=Password=***;Server=db")]
    [InlineData("-i https://host/?sig=1234", "-i https://host/?sig=***")]
    [InlineData("-i https://host/?x=1&key=1234&pw=1234", "-i https://host/?x=1&key=***&pw=***")]
    [InlineData("-i http://me:ab/34@host/", "-i http://***@host/")]
    [InlineData("-i http://me:ab?3#4@host,http://other:8080/@you", "-i http://***@host,http://other:8080/@you")]
    [InlineData("-i http://host:8080/users/@me", "-i http://host:8080/users/@me")]
    [InlineData("-i http://[::1]:8080/@me", "-i http://[::1]:8080/@me")]
    public void OnlyWhatNobodyElseMayReadIsHidden(string typed, string shown) => Assert.Equal(shown.Split(' '), hidden.Of(typed.Split(' ')));

    [Fact]
    public void ASecretBehindABlankIsHidden() => Assert.Equal(["--set", "dsn=host=db password=***"], hidden.Of(["--set", "dsn=host=db password=1234"]));

    [Theory]
    [InlineData("cloud. pin=1234", "cloud. pin=***")]
    [InlineData("cloud .pin =1234", "cloud .pin =***")]
    public void BlanksInAKeyHideNoSecret(string typed, string shown) => Assert.Equal(["--executor-set", shown], hidden.Of(["--executor-set", typed]));
}
