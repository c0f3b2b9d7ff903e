using System.Collections.Immutable;
using Elegans.Plots;
using Elegans.Predictions;

namespace Elegans.Cli.Commands;

/// <summary>The curves of every embryo of an input.</summary>
internal static class EmbryoFigures
{
    /// <summary>A figure for each embryo.</summary>
    /// <param name="name">What the input is called.</param>
    /// <param name="field">Its embryos.</param>
    internal static ImmutableArray<LineageFigure> Of(string name, FieldPrediction field) => [.. field.Embryos.Select(embryo => new LineageFigure
    {
        Predicted = [.. embryo.Frames],
        Title = field.Embryos.Length > 1 ? FormattableString.Invariant($"{name}, embryo {embryo.Number}") : name,
        Subtitle = "cells of each lineage, predicted",
    })];
}
