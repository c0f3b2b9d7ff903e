using System.Collections.Immutable;
using Elegans.Embryos;
using Elegans.Lineages;

namespace Elegans.Predictions;

/// <summary>The counts of every embryo of an input.</summary>
/// <param name="Field">Where embryos were found.</param>
/// <param name="Embryos">The embryos from left to right, at least one; or the one that was chosen.</param>
/// <param name="AreCutOut">Whether embryos were cut out of their frames; if not, frames were read as they are.</param>
public sealed record FieldPrediction(FieldOfView Field, ImmutableArray<EmbryoPrediction> Embryos, bool AreCutOut)
{
    private readonly ByContent<ImmutableArray<EmbryoPrediction>> embryos = new(Embryos);

    /// <summary>The embryos from left to right, at least one; or the one that was chosen.</summary>
    public ImmutableArray<EmbryoPrediction> Embryos
    {
        get => embryos.Value;
        init => embryos = new(value);
    }

    /// <summary>Counts from readings.</summary>
    /// <param name="read">The readings.</param>
    /// <param name="card">The model that read.</param>
    /// <param name="usesClock">Whether the developmental clock is asked; if not, every frame stands for itself.</param>
    /// <param name="interval">Time between frames; null where that is not known.</param>
    /// <param name="controls">What is normal in the laboratory's hands; null where nobody says.</param>
    internal static FieldPrediction Of(
        FieldReadings read, Models.ModelCard card, bool usesClock, TimeSpan? interval, ControlGrowth? controls = null) => new(
        read.Field,
        [.. read.Embryos.Select(embryo => new EmbryoPrediction(embryo.Number, embryo.Outline, usesClock
            ? MoviePrediction.Of(embryo.Readings, card, interval, controls) : MoviePrediction.FrameByFrame(embryo.Readings, card, controls)))],
        read.AreCutOut);
}
