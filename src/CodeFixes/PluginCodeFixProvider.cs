using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Partime.CodeFixes;

/// <summary>Offers the cure of a mistake where there is an obvious one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PluginCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. Cures.Of.Keys.OrderBy(id => id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (var mistake in context.Diagnostics)
            foreach (var cure in Cures.Of[mistake.Id](root.FindNode(mistake.Location.SourceSpan, getInnermostNodeForTie: true), mistake.Properties.GetValueOrDefault("write")))
            {
                var cured = context.Document.WithSyntaxRoot(root.ReplaceNode(cure.Node, cure.Cured));
                if (await CountErrorsAsync(cured, context.CancellationToken).ConfigureAwait(false) > await CountErrorsAsync(context.Document, context.CancellationToken).ConfigureAwait(false))
                    continue;
                context.RegisterCodeFix(CodeAction.Create(cure.Title, _ => Task.FromResult(cured), mistake.Id), mistake);
                break;
            }
    }

    /// <summary>A cure that no longer compiles is none.</summary>
    private static async Task<int> CountErrorsAsync(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? model.GetDiagnostics(cancellationToken: cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : 0;
}
