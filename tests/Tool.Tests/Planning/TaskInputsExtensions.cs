using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

internal static class TaskInputsExtensions
{
    public static TaskInputs Inputs(params string[] specs) => new(InputSpec.Parse(specs, () => Stream.Null), times: 1);

    /// <summary>The input of every task, in order. Checks the index of each item.</summary>
    public static List<string> Texts(this TaskInputs inputs)
    {
        var texts = new List<string>();
        for (var index = 0L; index < inputs.Count; index++)
        {
            var item = inputs.Item(index);
            Assert.Equal(index, item.Index);
            texts.Add(item.Text);
        }
        return texts;
    }
}
