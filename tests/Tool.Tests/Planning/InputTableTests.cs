using System.Runtime.InteropServices;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class InputTableTests
{
    private static readonly InputSegment Numbers = new InputSegment.Numbers(new IntegerRange(-3, 100, 7));
    private static readonly InputSegment Texts = new InputSegment.Texts(["plain", "", "é漢😀", " a b ", "x"]);
    private static readonly InputSegment Bytes = new InputSegment.Texts(["\udcff\udc80", "", "é\udce9漢😀", "\udced\udcb2\udc80"]);

    public static TheoryData<string> Shapes => ["nothing", "numbers", "texts", "bytes", "both", "one empty text"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WhatIsReadIsWhatWasWritten(string shape)
    {
        foreach (var times in (long[])[1, 3])
        {
            var inputs = new TaskInputs(Segments(shape), times);
            using var table = new Table(inputs);

            Assert.Equal(inputs.Count, table.Inputs.Count);
            for (var task = 0L; task < inputs.Count; task++)
            {
                Assert.Equal(task, table.Inputs.Item(task).Index);
                Assert.Equal(inputs.Item(task).Text, table.Inputs.Item(task).Text);
            }
        }
    }

    [Fact]
    public void NumbersStayNumbers()
    {
        using var table = new Table(new TaskInputs([Texts, Numbers], times: 1));
        Assert.Equal([-3, 4, 11], Enumerable.Range(5, 3).Select(task => table.Inputs.Item(task).Parse<int>()));
    }

    [Fact]
    public void TheSizeOfARangeDoesNotDependOnItsLength() =>
        Assert.Equal(
            InputTable.BytesOf(new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 1, 1))], times: 1)),
            InputTable.BytesOf(new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 1_000_000_000, 1))], times: 1)));

    private static InputSegment[] Segments(string shape) => shape switch
    {
        "numbers" => [Numbers],
        "texts" => [Texts],
        "bytes" => [Bytes, Texts],
        "both" => [Texts, Numbers, Texts, Numbers],
        "one empty text" => [new InputSegment.Texts([""])],
        _ => [],
    };

    /// <summary>A table in memory of exactly the required size, followed by bytes that must not change.</summary>
    private sealed unsafe class Table : IDisposable
    {
        private const byte Guard = 0xA5;

        private readonly byte[] memory;
        private readonly GCHandle pin;

        public Table(TaskInputs inputs)
        {
            var size = (int)InputTable.BytesOf(inputs);
            memory = new byte[size + 64];
            Array.Fill(memory, Guard);
            pin = GCHandle.Alloc(memory, GCHandleType.Pinned);
            InputTable.Write(inputs, (byte*)pin.AddrOfPinnedObject());
            Assert.All(memory[size..], value => Assert.Equal(Guard, value));
            Inputs = InputTable.Read((byte*)pin.AddrOfPinnedObject());
        }

        public TaskInputs Inputs { get; }

        public void Dispose() => pin.Free();
    }
}
