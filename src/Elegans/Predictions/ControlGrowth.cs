using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>
/// Normal growth as a laboratory's own wild types show it. Through its microscope the network may read somewhat more or fewer cells at some age than there
/// are, in controls and in treated embryos alike; and its strain may divide a little otherwise.
/// </summary>
/// <remarks>Immutable; safe for use by several threads.</remarks>
public sealed record ControlGrowth
{
    /// <summary>What fewer controls have in common could be chance.</summary>
    private const int LeastToCorrect = 3;

    /// <summary>Readings of one control around a minute: a movie of few frames has no more.</summary>
    private const int LeastReadings = 1;

    /// <summary>Minutes to either side over which a control's readings are taken together, and over which the correction is smooth.</summary>
    private const int Together = 10, Smooth = 5;

    private readonly ByContent<ImmutableArray<double>> correction = new([]);
    private readonly ByContent<ImmutableArray<ControlMovie>> controls = new([]);

    /// <summary>The controls.</summary>
    public required ImmutableArray<ControlMovie> Controls
    {
        get => controls.Value;
        init => controls = new(value);
    }

    /// <summary>
    /// By how many doublings the controls are read above the course that ships with this library, for every one of its minutes, in the middle of them all;
    /// empty where there are fewer than three.
    /// </summary>
    /// <exception cref="ArgumentException">There is another number of minutes.</exception>
    public required ImmutableArray<double> Correction
    {
        get => correction.Value;
        init => correction = new(value.IsDefaultOrEmpty ? [] : value.Length == SteadyGrowth.BuiltIn.Minutes ? value
            : throw new ArgumentException($"The course has {SteadyGrowth.BuiltIn.Minutes} minutes, and {value.Length} are corrected.", nameof(value)));
    }

    /// <summary>
    /// An embryo that departs from the controls by more doublings than this is called abnormal: the model's own limit; of <see cref="LeastToSetLimit"/>
    /// controls and more, what about one in twenty like them exceeds.
    /// </summary>
    public required double Limit { get; init; }

    /// <summary>How many controls set the limit: fewer cannot show what one embryo in twenty does.</summary>
    public static int LeastToSetLimit { get; } = (int)Math.Round(1 / GrowthCalibration.FalseAlarms) - 1;

    /// <summary>How the controls grow.</summary>
    internal SteadyGrowth Growth => Corrected(Correction);

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
        return Of(calibration.Limit, [.. movies.Select(movie => (movie.Name, Totals(movie.Frames)))]);
    }

    /// <summary>Takes movies for normal.</summary>
    /// <param name="limit">The limit that holds where the controls are too few to set one.</param>
    /// <param name="movies">The controls by name, with the total of every frame; null where nothing was read.</param>
    internal static ControlGrowth Of(double limit, IReadOnlyList<(string Name, IReadOnlyList<double?> Totals)> movies)
    {
        double?[][] readings = [.. movies.Select(movie => ByMinute([.. SteadyGrowth.BuiltIn.Residuals(movie.Totals)]))];
        // Each is held against the others, as an embryo is that is none of them; of three, two are too few for that.
        ControlMovie[] judged = [.. movies.Select((movie, number) => new ControlMovie(movie.Name, Corrected(Middle(
            movies.Count <= LeastToCorrect ? readings : [.. readings.Where((_, other) => other != number)])).Departure(movie.Totals)))];
        double[] known = [.. judged.Select(movie => movie.Departure).OfType<double>().Order()];
        return new ControlGrowth
        {
            Controls = [.. judged],
            Correction = Middle(readings),
            Limit = known.Length >= LeastToSetLimit ? Beyond(known) : limit,
        };
    }

    /// <summary>
    /// Beyond which an embryo like the controls lies in about one case of twenty: the k-th of n in order, k the next whole number from 0.95 (n + 1) on. Each
    /// was held against one control less than an embryo is (the jackknife of Barber et al. 2021, https://doi.org/10.1214/20-AOS1965), so that it is an
    /// estimate and no promise.
    /// </summary>
    private static double Beyond(double[] ordered)
    {
        const double Tiny = 1e-9; // What the product of whole numbers may be off by.
        return ordered[(int)Math.Ceiling(((1 - GrowthCalibration.FalseAlarms) * (ordered.Length + 1)) - Tiny) - 1];
    }

    private static SteadyGrowth Corrected(ImmutableArray<double> correction) =>
        correction.IsEmpty ? SteadyGrowth.BuiltIn : SteadyGrowth.BuiltIn.ReadAs(correction);

    /// <summary>What was measured in every frame of the whole embryo.</summary>
    private static double?[] Totals(IEnumerable<FramePrediction> frames) => [.. frames.OrderBy(frame => frame.Frame).Select(frame =>
        frame.Status is FrameStatus.Ok or FrameStatus.BeyondRange ? frame.Measured?.Cells : (double?)null)];

    /// <summary>By how many doublings the controls are read above the course, in the middle of them all, minute by minute.</summary>
    private static ImmutableArray<double> Middle(double?[][] readings)
    {
        int minutes = SteadyGrowth.BuiltIn.Minutes;
        var told = new List<(int Minute, double Doublings)>();
        for (int minute = 0; minute < minutes; minute++)
            if (Middle([.. readings.Select(control => control[minute]).OfType<double>()], LeastToCorrect) is { } doublings) told.Add((minute, doublings));
        if (told.Count == 0) return [];
        // Before the first and after the last minute that the controls show, what is known of the nearest holds.
        double[] filled = [.. Enumerable.Range(0, minutes).Select(minute => told.MinBy(known => Math.Abs(known.Minute - minute)).Doublings)];
        return [.. Enumerable.Range(0, minutes).Select(minute => filled[Math.Max(0, minute - Smooth)..Math.Min(minutes, minute + Smooth + 1)].Average())];
    }

    private static double?[] ByMinute((int Minute, double Doublings)[] residuals) => [.. Enumerable.Range(0, SteadyGrowth.BuiltIn.Minutes).Select(minute =>
        Middle([.. residuals.Where(residual => Math.Abs(residual.Minute - minute) <= Together).Select(residual => residual.Doublings)],
            LeastReadings))];

    /// <summary>The median; null of too few.</summary>
    private static double? Middle(double[] values, int least)
    {
        Array.Sort(values);
        return values.Length < least ? null : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
