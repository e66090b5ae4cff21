using System.Text;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class InputRecordsTests
{
    [Fact]
    public void ARecordIsAnObjectThatTheWorkloadReads()
    {
        var (item, none) = (new WorkItem(0, Records("Id,name,Weight\n7,\"Io, a moon\",1.5\n8,\"say \"\"hi\"\"\",2\n")[0]), new WorkItem(0, "{}"));
        Assert.Equal("""{"Id":"7","name":"Io, a moon","Weight":"1.5"}""", item.Text);
        Assert.Equal(new Moon(7, "Io, a moon", 1.5), item.ParseJson<Moon>());
        Assert.Equal(new Moon(0, null, 0), none.ParseJson<Moon>());
        Assert.StartsWith("The input 'moon' is not JSON for Moon. ", Assert.Throws<FormatException>(() => new WorkItem(0, "moon").ParseJson<Moon>()).Message, StringComparison.Ordinal);
        Assert.Equal([new(true, null), new(false, 3)], Records("isPaid,discount\ntrue,\nFalse,3\n").Select(record => new WorkItem(0, record).ParseJson<Order>()));
        Assert.Throws<FormatException>(() => new WorkItem(0, """{"isPaid":"yes"}""").ParseJson<Order>());
        Assert.Throws<FormatException>(() => new WorkItem(0, "null").ParseJson<Moon>());
        Assert.Throws<FormatException>(() => new WorkItem(0, """{"id":"many"}""").ParseJson<Moon>());
    }

    [Theory]
    [InlineData("id,name\n1\n", "have 2 columns, and the record '1' has 1.")]
    [InlineData("id,name\n1,2,3\n", "has 3.")]
    [InlineData("id,id\n1,2\n", "one name twice")]
    [InlineData("id,\n1,2\n", "an empty name")]
    [InlineData("id,name\n", "a header and no records")]
    [InlineData("id,name\n1,\"open\n", "whose quotes are not in pairs")]
    [InlineData("id;name\n1;2\n", "has no comma")]
    [InlineData("", "have no lines")]
    public void WhatIsNoTableIsRefusedWithTheLine(string csv, string reason) =>
        Assert.Contains(reason, Assert.Throws<PartimeException>(() => Records(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void TheFileIsKeptApartFromOutputs() => Assert.Equal(["orders.csv", "lines"], InputSpec.FilesIn(["@csv:orders.csv,@lines,@csv:-"]));

    [Fact]
    public void StandardInputIsReadOnce() =>
        Assert.Contains("twice", Assert.Throws<PartimeException>(() => InputSpec.Parse(["@-", "@csv:-"], () => new MemoryStream("a\n1\n"u8.ToArray()))).Message, StringComparison.Ordinal);

    private static string[] Records(string csv) =>
        Assert.IsType<InputSegment.Texts>(Assert.Single(InputSpec.Parse(["@csv:-"], () => new MemoryStream(Encoding.UTF8.GetBytes(csv))))).Values.ToArray();

    private sealed record Order(bool IsPaid, int? Discount);

    private sealed record Moon(int Id, string? Name, double Weight);
}
