using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>
/// What is normal in a laboratory's hands: how far its own wild types depart from normal growth, and the limit that follows. Through a dim microscope, or of
/// a strain that divides a little otherwise, they may depart farther than the embryos that the model's limit was measured on.
/// </summary>
/// <remarks>
/// Wild types do not correct the course itself: taking off what controls are read above it gained nothing, on rendered laboratories, over a higher limit.
/// Immutable; safe for use by several threads.
/// </remarks>
public sealed record ControlGrowth
{
    private readonly ByContent<ImmutableArray<ControlMovie>> controls = new([]);

    /// <summary>The controls.</summary>
    public required ImmutableArray<ControlMovie> Controls
    {
        get => controls.Value;
        init => controls = new(value.IsDefault ? [] : value);
    }

    /// <summary>
    /// An embryo that departs by more doublings than this is called abnormal: the model's own limit; of <see cref="LeastToSetLimit"/> controls and more, what
    /// one in twenty like them exceeds.
    /// </summary>
    public required double Limit { get; init; }

    /// <summary>How many controls set the limit: fewer cannot show what one embryo in twenty does.</summary>
    public static int LeastToSetLimit { get; } = (int)Math.Round(1 / GrowthCalibration.FalseAlarms) - 1;

    /// <summary>Takes movies for normal.</summary>
    /// <param name="card">The model that read them.</param>
    /// <param name="movies">The controls by name, each frame by frame.</param>
    /// <exception cref="ArgumentException">The card says nothing of growth, or there is no control.</exception>
    public static ControlGrowth Of(ModelCard card, IReadOnlyList<(string Name, IReadOnlyList<FramePrediction> Frames)> movies)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(movies);
        if (card.Growth is not { } calibration) throw new ArgumentException($"{card.Name} is not calibrated to judge growth.", nameof(card));
        if (movies.Count == 0) throw new ArgumentException("There is no control.", nameof(movies));
        return Of(calibration.Limit, movies.Select(movie => (movie.Name, (IReadOnlyList<double?>)Totals(movie.Frames))));
    }

    /// <summary>Takes movies for normal.</summary>
    /// <param name="limit">The limit that holds where the controls are too few to set one.</param>
    /// <param name="movies">The controls by name, with the total of every frame; null where nothing was read.</param>
    internal static ControlGrowth Of(double limit, IEnumerable<(string Name, IReadOnlyList<double?> Totals)> movies)
    {
        ControlMovie[] judged = [.. movies.Select(movie => new ControlMovie(movie.Name, SteadyGrowth.BuiltIn.Departure(movie.Totals)))];
        double[] known = [.. judged.Select(movie => movie.Departure).OfType<double>().Order()];
        return new ControlGrowth { Controls = [.. judged], Limit = known.Length >= LeastToSetLimit ? Beyond(known) : limit };
    }

    /// <summary>
    /// Beyond which a further embryo like the controls lies in one case of twenty at most: the k-th of n in order, k the next whole number from 0.95 (n + 1)
    /// on (split conformal prediction, Vovk et al. 2005, https://doi.org/10.1007/b106715).
    /// </summary>
    private static double Beyond(double[] ordered)
    {
        const double Tiny = 1e-9; // What the product of whole numbers may be off by.
        return ordered[(int)Math.Ceiling(((1 - GrowthCalibration.FalseAlarms) * (ordered.Length + 1)) - Tiny) - 1];
    }

    /// <summary>What was measured in every frame of the whole embryo.</summary>
    private static double?[] Totals(IEnumerable<FramePrediction> frames) => [.. frames.OrderBy(frame => frame.Frame).Select(frame =>
        frame.Status is FrameStatus.Ok or FrameStatus.BeyondRange ? frame.Measured?.Cells : (double?)null)];
}
