using System.Globalization;
using System.Resources;

namespace Partime.TestPlugins;

/// <summary>Its texts for other languages are in assemblies of their own, in folders named for the language.</summary>
[Workload("translation", "Greets in the language that is its input.", SampleInputs = "en,de,de-AT,fr")]
public sealed class TranslationWorkload : IBlockingWorkload
{
    private static readonly ResourceManager Texts = new("Partime.TestPlugins.Texts", typeof(TranslationWorkload).Assembly);

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) =>
        WorkResult.Of(Texts.GetString("Greeting", CultureInfo.GetCultureInfo(item.Text))!);
}
