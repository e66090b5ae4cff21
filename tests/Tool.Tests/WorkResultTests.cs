using System.Text;

namespace Partime.Tool.Tests;

public sealed class WorkResultTests
{
    [Fact]
    public void AValueIsTextThatIsTheSameEverywhere()
    {
        Assert.Equal("true", Text(WorkResult.Of(true)));
        Assert.Equal("false", Text(WorkResult.Of(false)));
        Assert.Equal("Friday", Text(WorkResult.Of(DayOfWeek.Friday)));
        Assert.Equal("", Text(WorkResult.None));
        // As sha256sum says of "moon".
        Assert.Equal("4 bytes 9e78b43ea00edcac", Text(WorkResult.OfBytes("moon"u8)));
        Assert.NotEqual(Text(WorkResult.OfBytes(new byte[5000])), Text(WorkResult.OfBytes([.. new byte[4999], 1])));
    }

    private static string Text(WorkResult result) => Encoding.UTF8.GetString(result.Utf8Value);
}
