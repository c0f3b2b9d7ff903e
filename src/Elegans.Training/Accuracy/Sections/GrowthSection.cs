using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
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
            .. measured.Departing.Select(kind => (kind.Key.Name, (Lineage?)kind.Key.Lineage, kind.Select(departing => departing.Movie).ToArray())),
        ];
        page.Line("## Embryos that do not grow normally");
        page.Line(MarkdownPage.Text(
            $"The total of every frame alone, against a normal embryo's at whatever steady pace fits best: the greatest median distance over 25 minutes of ")
            + MarkdownPage.Text($"development, in doublings. Beyond **{growth.Limit:F3}** `elegans predict` says that the embryo deviates: of ")
            + MarkdownPage.Text($"{growth.Source}, one movie in twenty departs farther. *Growing abnormally* is said of tracks, without a network: their ")
            + MarkdownPage.Text($"traced totals depart by more than {measured.TrueLimit:F3}, as 5 in 100 of EPIC's do (some of them lost cells in tracing). ")
            + "Rendered movies, every third time point but for the test embryos and other laboratories; read by the model that the page is about.");
        if (!measured.Treated.IsEmpty)
            page.Item($"treated embryos (RNAi and mutants): {measured.Models.TrainingOf(measured.Treated.Select(movie => movie.Name))}");
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
            the seven readings of a frame follow its total (last table).
            """);
        WriteCurve(page, [.. normal.SelectMany(row => row.Movies)], abnormal[0].Movies, [.. measured.Departing.SelectMany(kind => kind)
            .Select(departing => departing.Movie).Where(movie => !IsNormal(movie))]);
        WriteDelay(page, measured, growth.Limit);
        WriteControls(page, measured, growth.Limit);
        page.Line("What the measured total is worth (every frame alone), and how often the 90 % intervals that `elegans predict` gives hold the truth: those "
            + "of the clock, or the wider ones from an alarm on.");
        page.Table(
            [
                "embryos", "frames", "measured total off by", "its interval", "interval of the total", "of the lineages, on average",
                "of the lineage that departs",
            ],
            normal.Concat(abnormal).Where(row => row.Movies.Length > 0).Select(row => Worth(row.What, row.Departs, row.Movies, measured)));
        page.Line("Cells of a lineage that departs, in the last quarter of each movie: how many there are, how many the network reads, and how many it reads "
            + "in the test embryos' own movies, in which nothing departs.");
        page.Table(["embryos", "true", "read", "read where nothing departs"], measured.Departing.Select(kind => (string[])
        [
            kind.Key.Name, .. Late([.. kind.Select(departing => departing.Movie)], kind.Key.Lineage), Late([.. measured.Test], kind.Key.Lineage)[1],
        ]));
        WriteCost(page, measured);

        bool IsNormal(RenderedMovie movie) => !(movie.TrueDeparture > measured.TrueLimit);
        bool Alarms(RenderedMovie movie) => movie.Departure > growth.Limit;
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
        static double DepartureOf(RenderedMovie movie) => movie.Departure ?? 0;
    }

    /// <summary>How long after the total is off that is noticed.</summary>
    private static void WriteDelay(MarkdownPage page, Measurements measured, double limit)
    {
        var rows = new List<string[]>();
        foreach (IGrouping<DepartingKind, DepartingMovie> kind in measured.Departing)
        {
            int[] delays = [.. kind.Where(departing => departing.Off is not null).Select(departing => AbnormalMovies.Step
                * (SteadyGrowth.BuiltIn.Judge(departing.Movie.Totals, limit)?.From.Value - departing.Off!.Value.Value)).OfType<int>().Order()];
            if (delays.Length == 0) continue;
            double median = (delays[delays.Length / 2] + delays[(delays.Length - 1) / 2]) / 2.0;
            rows.Add([kind.Key.Name, $"{delays.Length}", MarkdownPage.Text($"{median:0.#}"), $"{delays[0]} to {delays[^1]}"]);
        }

        if (rows.Count == 0) return;
        page.Line("When it is noticed: time points (a minute or so each) from the first frame in which the true total is off by one cell in twenty to the "
            + "frame from which on it is said to deviate. Below 0 it is said of earlier frames, once later ones are known.");
        page.Table(["embryos", "noticed", "median", "range"], rows);
    }

    /// <summary>What a laboratory's own wild types change.</summary>
    private static void WriteControls(MarkdownPage page, Measurements measured, double limit)
    {
        if (measured.Laboratories.IsEmpty) return;
        (Laboratory Laboratory, double Limit)[] own = [.. measured.Laboratories.Select(each => (each, each.Limit(limit)))];
        page.Line(MarkdownPage.Text(
            $"With a laboratory's own wild types (`--control`): {own.Length} laboratories with a microscope each, drawn as those of training are. Each films ")
            + MarkdownPage.Text($"{own[0].Laboratory.Controls.Length} movies of wild types (the test embryos, several times), whose limit then holds: ")
            + MarkdownPage.Text($"{own.Min(each => each.Limit):F3} to {own.Max(each => each.Limit):F3}. They judge ")
            + MarkdownPage.Text($"{own.Sum(each => each.Laboratory.Treated.Length)} movies of treated embryos, each embryo through several microscopes."));
        page.Table(["limit", "false alarms", "the most in one laboratory", "noticed of those growing abnormally"], [
            Row(MarkdownPage.Text($"the model's, {limit:F3}"), each => limit), Row("the wild types'", each => each.Limit),
        ]);

        string[] Row(string what, Func<(Laboratory Laboratory, double Limit), double> limitOf)
        {
            (bool IsNormal, bool Alarm)[][] judged = [.. own.Select(each => each.Laboratory.Treated
                .Select(movie => (!(movie.TrueDeparture > measured.TrueLimit), movie.Departure > limitOf(each))).ToArray())];
            (bool IsNormal, bool Alarm)[] all = [.. judged.SelectMany(movies => movies)];
            return
            [
                what, Share(all, isNormal: true), judged.Select(movies => (Share: SharesOf(movies), Text: Share(movies, isNormal: true)))
                    .MaxBy(movies => movies.Share).Text, Share(all, isNormal: false),
            ];
        }

        static double SharesOf((bool IsNormal, bool Alarm)[] movies) =>
            movies.Count(movie => movie is { IsNormal: true, Alarm: true }) / (double)Math.Max(1, movies.Count(movie => movie.IsNormal));

        static string Share((bool IsNormal, bool Alarm)[] movies, bool isNormal) => MarkdownPage.Text(
            $"{movies.Count(movie => movie.IsNormal == isNormal && movie.Alarm)} of {movies.Count(movie => movie.IsNormal == isNormal)}");
    }

    /// <summary>What false alarms cost normal movies.</summary>
    private static void WriteCost(MarkdownPage page, Measurements measured)
    {
        if (measured.Test.IsEmpty) return;
        MovieErrors with = Errors(measured.Card), without = Errors(measured.Card.WithoutAlarms);
        page.Line(MarkdownPage.Text(
            $"A false alarm costs a normal movie the clock. Over the movies of the test embryos the total is off by {with.Errors.TotalShareError:P1}; were no ")
            + MarkdownPage.Text($"alarm ever raised, by {without.Errors.TotalShareError:P1}. Its intervals hold in {with.Total?.Mean:P1} of the frames, ")
            + MarkdownPage.Text($"and in {with.Total?.Min:P1} of those of the worst movie; were no alarm ever raised, in {without.Total?.Mean:P1} and ")
            + MarkdownPage.Text($"{without.Total?.Min:P1}."));

        MovieErrors Errors(ModelCard card) => MovieErrors.Of([.. measured.Test.Select(movie => (movie, MoviePrediction.Of(movie.Readings, card)))]);
    }

    private static string[] Late(RenderedMovie[] movies, Lineage lineage)
    {
        (FrameReading Reading, FrameTruth Truth)[] late = [.. movies.SelectMany(movie => movie.Frames.Skip(movie.Frames.Count * 3 / 4))
            .Where(frame => frame.Reading.ShowsNuclei && frame.Truth.IsKnown(lineage))];
        return late.Length == 0 ? ["", ""]
            : [Count(late.Average(frame => frame.Truth.Counts!.Value[lineage])), Count(late.Average(frame => frame.Reading.Cells[(int)lineage]))];
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
