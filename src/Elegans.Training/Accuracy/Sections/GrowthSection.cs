using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Training.Frames;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>Embryos that do not grow normally: whether that is noticed, and what the measured totals and the intervals are worth then.</summary>
internal sealed class GrowthSection : IReportSection
{
    private static readonly double[] FalseAlarmShares = [0.01, 0.02, 0.05, 0.1, 0.2];

    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        if (measured.Card.Growth is not { } growth) return;
        (string What, Lineage? Departs, RenderedMovie[] Movies)[] normal =
        [
            ("test embryos of EPIC", null, [.. measured.Test]), ("other laboratories, growing normally", null, [.. measured.Others.Where(IsNormal)]),
            ("treated, growing normally", null, [.. measured.Treated.Where(IsNormal)]),
        ];
        (string What, Lineage? Departs, RenderedMovie[] Movies)[] abnormal =
        [
            ("treated or of other laboratories, growing abnormally", null,
                [.. measured.Treated.Concat(measured.Others).Where(movie => !IsNormal(movie))]),
            .. measured.Departing.Select(kind => (kind.Key.Name, (Lineage?)kind.Key.Lineage, kind.ToArray())),
        ];
        page.Line("## Embryos that do not grow normally");
        page.Line(MarkdownPage.Text(
            $"The total of every frame alone, against a normal embryo's at whatever steady pace fits best: the greatest median distance over 25 minutes of ")
            + MarkdownPage.Text($"development, in doublings. Beyond **{growth.Limit:F3}** `elegans predict` says that the embryo deviates: of ")
            + MarkdownPage.Text($"{growth.Source}, one movie in twenty departs farther. *Growing abnormally* is said of tracks, without a network: their ")
            + MarkdownPage.Text($"traced totals depart by more than {measured.TrueLimit:F3}, as 5 in 100 of EPIC's do (some of them lost cells in tracing). ")
            + "Rendered movies, every third time point but for the test embryos and other laboratories; read by the model that the page is about, which saw "
            + "no track of a treated embryo.");
        page.Table(["embryos", "movies", "of them with a total that departs", "alarms"], [
            .. measured.Movies.Select(movie => (string[])[$"{movie.Embryo}, real, by its judge", "1", "", movie.WithClock.Deviation is null ? "0" : "1"]),
            .. normal.Concat(abnormal).Where(row => row.Movies.Length > 0).Select(row => (string[])
            [
                row.What, $"{row.Movies.Length}", $"{row.Movies.Count(movie => !IsNormal(movie))}",
                MarkdownPage.Text($"{row.Movies.Count(Alarms)} ({row.Movies.Count(Alarms) / (double)row.Movies.Length:P0})"),
            ]),
        ]);
        page.Line(
            """
            A lineage that departs without changing the total much is not seen: which lineage a nucleus belongs to cannot be told in single projections, and
            the seven readings of a frame follow its total.
            """);
        WriteCurve(page, [.. normal.SelectMany(row => row.Movies)], abnormal[0].Movies, [.. measured.Departing.SelectMany(kind => kind).Where(
            movie => !IsNormal(movie))]);
        page.Line("What the measured total is worth (every frame alone), and how often the 90 % intervals that `elegans predict` gives hold the truth: those "
            + "of the clock, or the wider ones from an alarm on.");
        page.Table(
            [
                "embryos", "frames", "measured total off by", "its interval", "interval of the total", "of the lineages, on average",
                "of the lineage that departs",
            ],
            normal.Concat(abnormal).Where(row => row.Movies.Length > 0).Select(row => Worth(row.What, row.Departs, row.Movies, measured)));

        bool IsNormal(RenderedMovie movie) => !(movie.TrueDeparture(Measurements.Growth) > measured.TrueLimit);
        bool Alarms(RenderedMovie movie) => movie.Departure(Measurements.Growth) > growth.Limit;
    }

    /// <summary>What other limits would come to: set here by the normal embryos above, so that this is the network's curve and not the product's.</summary>
    private static void WriteCurve(MarkdownPage page, RenderedMovie[] normal, RenderedMovie[] treated, RenderedMovie[] departing)
    {
        double[] quiet = [.. normal.Select(DepartureOf).OrderDescending()];
        if (quiet.Length == 0) return;
        page.Line("The whole curve, with limits at which so many of the movies of normal embryos above would raise the alarm:");
        page.Table(
            ["false alarms", "limit", "treated, growing abnormally: noticed", "departing lineages that change the total: noticed"],
            FalseAlarmShares.Select(share =>
            {
                int beyond = Math.Min(quiet.Length - 1, (int)(share * quiet.Length));
                double limit = quiet[beyond];
                return (string[])[$"{beyond} of {quiet.Length}", MarkdownPage.Text($"{limit:F3}"), Noticed(treated, limit), Noticed(departing, limit)];
            }));

        static string Noticed(RenderedMovie[] movies, double limit) => movies.Length == 0 ? ""
            : MarkdownPage.Text($"{movies.Count(movie => DepartureOf(movie) > limit)} of {movies.Length}");
        static double DepartureOf(RenderedMovie movie) => movie.Departure(Measurements.Growth) ?? 0;
    }

    private static string[] Worth(string what, Lineage? departs, RenderedMovie[] movies, Measurements measured)
    {
        (RenderedMovie Movie, MoviePrediction Prediction)[] predicted = [.. movies.Select(movie => (movie, measured.Predict(movie, clock: true)))];
        (MeasuredTotal Measured, int Truth)[] frames = [.. predicted.SelectMany(movie => movie.Movie.Compare(movie.Prediction))
            .Where(frame => frame.Prediction.Measured is not null).Select(frame => (frame.Prediction.Measured!.Value, frame.Truth.Total))];
        CoveredFrames[] covered = [.. predicted.Select(movie => CoveredFrames.Of(movie.Movie, movie.Prediction))];
        return
        [
            what, $"{frames.Length}", Percent(frames.Average(frame => Math.Abs(frame.Measured.Cells - frame.Truth) / (double)frame.Truth)),
            Percent(frames.Where(frame => frame.Measured.Interval is not null).Select(frame => frame.Measured.Interval!.Value.Contains(frame.Truth) ? 1.0 : 0)
                .DefaultIfEmpty(double.NaN).Average()),
            Mean(movie => movie.Total()), Mean(movie => movie.Lineages()), departs is { } lineage ? Mean(movie => movie.Of(lineage)) : "",
        ];

        string Mean(Func<CoveredFrames, double?> share) => covered.Select(share).OfType<double>().ToArray() is { Length: > 0 } known
            ? Percent(known.Average()) : "";
    }
}
