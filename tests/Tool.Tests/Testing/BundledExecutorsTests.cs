using System.Reflection;
using Partime.Testing;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Testing;

public sealed class BundledExecutorsTests
{
    [Fact]
    public void TheBundledExecutorsAreThoseOfTheToolThatWorkInsideOneProcess() =>
        Assert.Equal(Bundled.Names, ((IEnumerable<object[]>)BundledExecutors.All).Select(row => (string)row[0]));

    [Fact]
    public void EachHasAPropertyThatCreatesIt()
    {
        var created = typeof(BundledExecutors).GetProperties()
            .Where(property => property.PropertyType == typeof(IExecutor))
            .Select(property => property.GetValue(null)!.GetType());
        Assert.Equal(Bundled.Names.Select(name => BundledExecutors.Create(name).GetType()).OrderBy(Name), created.OrderBy(Name));

        static string Name(Type type) => type.GetCustomAttribute<ExecutorAttribute>()!.Name;
    }

    [Fact]
    public void EveryCallCreatesAnother()
    {
        Assert.NotSame(BundledExecutors.Serial, BundledExecutors.Serial);
        Assert.NotSame(BundledExecutors.Create("serial"), BundledExecutors.Create("serial"));
    }

    [Fact]
    public void AnUnknownNameIsAnErrorThatListsTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => BundledExecutors.Create("process"));
        Assert.StartsWith("There is no executor 'process' that works inside one process. The executors are async, parallel, serial, thread-pool, threads.", error.Message, StringComparison.Ordinal);
    }
}
