using System.Text;
using Partime.Tool.Files;

namespace Partime.Tool.Tests.Files;

public sealed class WholeDocumentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder["document"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ItIsWholeAfterEachAddition()
    {
        using var document = Begun();
        Assert.Equal("[]", File.ReadAllText(Path));
        document.Add(stream => stream.Write("1"u8), "]"u8.ToArray());
        document.Add(stream => stream.Write(",2"u8), "].\n"u8.ToArray());
        Assert.Equal("[1,2].\n", File.ReadAllText(Path));
        Assert.Null(document.ExternalChange());
    }

    [Fact]
    public void WhatOtherProgramsHaveDoneBeforeAnAdditionIsKnown()
    {
        using var document = Begun();
        document.Add(stream => stream.Write("1"u8), "]"u8.ToArray());
        File.AppendAllText(Path, "a note");
        // As long as before: only the check before it was written could tell.
        document.Add(stream => stream.Write(Encoding.ASCII.GetBytes(",23456789")), "]"u8.ToArray());
        Assert.NotNull(document.ExternalChange());
    }

    private WholeDocument Begun()
    {
        var document = new WholeDocument(Path);
        document.Prepare(stream => stream.Write("["u8), "]"u8.ToArray());
        document.Commit();
        return document;
    }
}
