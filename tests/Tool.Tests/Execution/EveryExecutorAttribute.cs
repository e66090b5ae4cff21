using System.Reflection;
using Xunit.Sdk;

namespace Partime.Tool.Tests.Execution;

/// <summary>Has a theory hold for every executor inside the tool.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EveryExecutorAttribute(params object[] rest) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Bundled.Names.Select(name => (object[])[name, .. rest]);
}

/// <summary>Has a theory hold for every executor inside the tool that can do several tasks at once.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EveryConcurrentExecutorAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Bundled.Concurrent.Select(name => (object[])[name]);
}
