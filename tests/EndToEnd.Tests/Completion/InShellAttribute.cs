using System.Reflection;
using Xunit.Sdk;

namespace Partime.EndToEnd.Tests.Completion;

/// <summary>A case of a theory for one shell, skipped where the shell is missing, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class InShellAttribute : DataAttribute
{
    public InShellAttribute(string shell)
    {
        Shell = shell;
        // bash and zsh complete at a terminal only.
        Skip = new NeedsAttribute(shell).Skip ?? (shell is "bash" or "zsh" ? new NeedsAttribute("script").Skip : null);
    }

    public string Shell { get; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Shell]];
}
