using System.IO.Compression;
using System.Text;
using Partime;

namespace Compressing;

[Workload("compress", "Compresses as many lines of text as the input says; the result is the number of bytes.", SampleInputs = "20000")]
public sealed class Compress : BlockingWorkload
{
    [Option("codec", "The format.", Default = "Gzip")]
    public Codec Codec { get; set; }

    [Option("level", "How much effort to make.", Default = "Fastest")]
    public CompressionLevel Level { get; set; }

    public override WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var text = string.Concat(Enumerable.Range(0, item.Parse<int>()).Select(line => $"line {line} of a text with repetition\n"));
        using var compressed = new MemoryStream();
        using (Stream codec = Codec == Codec.Gzip ? new GZipStream(compressed, Level, leaveOpen: true) : new BrotliStream(compressed, Level, leaveOpen: true))
            codec.Write(Encoding.UTF8.GetBytes(text));
        return WorkResult.Of(compressed.Length);
    }
}

public enum Codec
{
    Gzip,
    Brotli,
}
