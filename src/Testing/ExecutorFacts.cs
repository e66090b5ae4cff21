using Xunit;

namespace Partime.Testing;

/// <summary>The facts that every executor has to keep. Inherit them in a test project to have yours held against them.</summary>
public abstract class ExecutorFacts
{
    /// <summary>Creates the executor. Every fact asks for one of its own.</summary>
    protected abstract IExecutor CreateExecutor();
}
