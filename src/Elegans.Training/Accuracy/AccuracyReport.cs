using Elegans.Annotation;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Plots;
using Elegans.Predictions;
using Elegans.Simulation.Distractors;
using Elegans.Training.Data;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>Measures models on everything there is to judge them by, and writes it down as a page with figures.</summary>
public sealed class AccuracyReport
{
    private const int TestSeed = 1000, DistractorSeed = 7, DistractorsOfEachKind = 40;

    /// <summary>Frames this long after tracing ended show embryos that are past the traced range by far.</summary>
    private const int FramesPastTracing = 45;
    private static readonly (string Name, int Min, int Max)[] Stages = [("2–30", 1, 30), ("31–100", 31, 100), ("101–200", 101, 200), ("201–350", 201, 350)];
    private readonly HeldOutModels models;
    private readonly Action<string> report;
    private readonly CancellationToken cancellation;
    private readonly MarkdownPage page = new();

    /// <summary>Prepares a report.</summary>
    /// <param name="models">The models; the first is the one that the page is about.</param>
    /// <param name="report">Told what is being measured.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public AccuracyReport(HeldOutModels models, Action<string> report, CancellationToken cancellation) =>
        (this.models, this.report, this.cancellation) = (models, report, cancellation);

    /// <summary>The real movies, and the tracks of the embryos that the models were trained from.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>Tracks from other laboratories; none where null.</summary>
    public IReadOnlyDictionary<string, NucleiTrack>? OtherTracks { get; init; }

    /// <summary>Recorded predictions of other tools whose file names end in the embryo's.</summary>
    public IReadOnlyList<string> Recorded { get; init; } = [];

    /// <summary>Images and movies that show something else than labelled nuclei.</summary>
    public IReadOnlyList<string> NotNuclei { get; init; } = [];

    /// <summary>The command that writes the page again.</summary>
    public required string Command { get; init; }

    /// <summary>Measures, and writes the page and its figures.</summary>
    /// <param name="path">The page, a Markdown file; figures go into <c>images</c> beside it.</param>
    public void Write(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string images = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "images");
        Directory.CreateDirectory(images);
        AnnotatedMovie[] files = [.. Data.Movies];
        JudgedMovie[] movies = [.. files.Select(movie => Judge(movie, change: null))];
        RenderedMovie[] test = Render("test embryo", Data.TracksOf(models.Split.Test));
        RenderedMovie[] others = OtherTracks is null ? [] : Render(
            "embryo of another laboratory", OtherTracks.OrderBy(track => track.Key, StringComparer.Ordinal).Select(track => track.Value));

        page.Line("# Accuracy");
        page.Line($"Written by `{Command}`; nothing here is typed by hand. The model is **{models.First.Card.Name} {models.First.Card.Version}**.");
        page.Line(
            """
            A *reading* is what the network says of one frame on its own; *with the clock* is what `elegans predict` says of a
            movie. Errors of the total are the mean over annotated frames of |predicted − traced| / traced. *Lineages* is the
            mean absolute error of each of the seven lineages, added up, in cells. A real movie is judged by a model whose ledger,
            and those of the weights it comes from, prove that nothing of its recording moved the weights, chose the epoch or set
            an interval; where there is no such model, that is said below the table. No figure here is one of a blind test all
            the same: the renderer's ranges, how far nuclei vary in brightness (`NucleusVariation`) and the limit of misfit were
            chosen with the three public movies in view. The shipped model is the average of two networks, each trained without
            one of their two recordings (and so it has seen both; what it reads in these movies proves nothing).
            """);
        WriteRealMovies(movies, images);
        WriteStages(movies);
        WriteBaselines(movies);
        WriteRendered(test, others);
        WriteIntervals(movies, test);
        WritePerturbations(files);
        WriteStatuses(movies, test);
        WriteAbnormal(movies, test, others);
        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(page.ToString());
        });
    }

    private static IEnumerable<(LineageCounts, LineageCounts)> Pairs(IEnumerable<(FramePrediction Prediction, LineageCounts Truth)> frames) =>
        frames.Select(frame => (frame.Prediction.Counts ?? default, frame.Truth));

    private static string Percent(double share) => MarkdownPage.Text($"{share:P1}");

    private static string Cells(double cells) => MarkdownPage.Text($"{cells:F1}");

    private JudgedMovie Judge(AnnotatedMovie movie, Perturbation? change)
    {
        report($"{movie.Embryo}{(change is null ? "" : $", {change.Name}")}");
        (LineagePopulationModel model, string training) = models.For(movie.Embryo, movie.Recording);
        return JudgedMovie.Read(model, training, movie, change is null ? null : (image, frame) => change.Apply(image, frame.Value), cancellation);
    }

    private RenderedMovie[] Render(string what, IEnumerable<NucleiTrack> tracks)
    {
        int seed = TestSeed;
        return [.. tracks.Select(track =>
        {
            report($"{what} {track.Name}");
            return new RenderedMovie(models.First, new TracedEmbryo(track), models.Recipe, new Random(seed++), cancellation);
        })];
    }

    private void WriteRealMovies(JudgedMovie[] movies, string images)
    {
        page.Line("## Real movies");
        page.Table(
            ["movie", "how", "frames", "total off by", "in cells", "lineages", "within 10 %", "exact P", "exact Z", "exact E", "exact D", "age off by"],
            movies.SelectMany(movie => new[] { ("reading", movie.FrameByFrame), ("with the clock", movie.WithClock) }.Select(way =>
            {
                CountErrors errors = movie.ErrorsOf(way.Item2);
                string Exact(Lineage lineage) => MarkdownPage.Text($"{errors.ExactShares[(int)lineage]:P0}");
                return (string[])[
                    movie.Embryo, way.Item1, $"{errors.Frames}", Percent(errors.TotalShareError), Cells(errors.TotalError), Cells(errors.SummedLineageError),
                        MarkdownPage.Text($"{errors.ShareWithinTenPercent:P0}"),
                    Exact(Lineage.P), Exact(Lineage.Z), Exact(Lineage.E), Exact(Lineage.D), way.Item2.UsesClock
                        ? MarkdownPage.Text($"{movie.TimeError():F1} min") : ""];
            })));
        page.Line("What of each movie's recording was in the training of the model that judged it:");
        foreach (JudgedMovie movie in movies) page.Item($"{movie.Embryo}: {movie.Training}");
        page.Line("The age is compared with the one that the same clock finds from the traced counts. Mean absolute error of each lineage, in cells:");
        page.Table(
            ["movie", "how", .. FounderLineages.All.Select(lineage => lineage.Letter())],
            movies.SelectMany(movie => new[] { ("reading", movie.FrameByFrame), ("with the clock", movie.WithClock) }
                .Select(way => (
                    string[])[movie.Embryo, way.Item1, .. movie.ErrorsOf(way.Item2).LineageErrors.Select(error => MarkdownPage.Text($"{error:F2}"))])));
        foreach (JudgedMovie movie in movies)
        {
            foreach ((FrameIndex frame, LineageCounts lost) in LostCells(movie).Take(1))
                page.Line($"The tracing of {movie.Embryo} lost cells from frame {frame} on ({LostCells(movie).Count} of {movie.Truth.Count} frames; "
                    + $"{string.Join(", ", FounderLineages.All.Where(lineage => lost[lineage] > 0))} first). They are judged as traced all the same: leaving "
                    + $"out the lineages that lost cells, the clock is off by {Cells(KnownError(movie))} cells in the lineages.");
            string file = $"accuracy-{movie.Embryo}.png";
            new LineageFigure
            {
                Predicted = [.. movie.WithClock],
                Annotated = movie.Truth,
                AnnotatedName = "traced",
                Title = movie.Embryo,
                Subtitle = "predicted with the clock (dashed, 90 % band of the total) over traced"
            }.Save(Path.Combine(images, file));
            page.Line($"![Predicted and traced counts of {movie.Embryo}](images/{file})");
        }
    }

    private static IReadOnlyList<KeyValuePair<FrameIndex, LineageCounts>> LostCells(JudgedMovie movie)
    {
        var embryo = new TracedEmbryo(movie.Movie.Track);
        return [.. movie.Truth.Keys.Select(
            frame => KeyValuePair.Create(frame, embryo.TruthAt(movie.Movie.Alignment.TimePointIn(frame)!.Value)))
            .Where(frame => FounderLineages.All.Any(lineage => !frame.Value.IsKnown(lineage)))
                .Select(frame => KeyValuePair.Create(frame.Key, frame.Value.Missing))];
    }

    private static double KnownError(JudgedMovie movie)
    {
        var embryo = new TracedEmbryo(movie.Movie.Track);
        return movie.Join(movie.WithClock).Average(frame =>
        {
            FrameTruth truth = embryo.TruthAt(movie.Movie.Alignment.TimePointIn(frame.Prediction.Frame)!.Value);
            return FounderLineages.All.Where(truth.IsKnown).Sum(lineage => Math.Abs((frame.Prediction[lineage] ?? 0) - frame.Truth[lineage]));
        });
    }

    private void WriteStages(JudgedMovie[] movies)
    {
        page.Line("## By stage");
        page.Line("The three real movies together. *Too many* is the mean of predicted / traced − 1.");
        page.Table(
            ["cells", "frames", "reading off by", "too many", "lineages", "with the clock", "too many", "lineages"],
            Stages.Where(stage => movies.Any(movie => movie.Truth.Values.Any(truth => truth.Total >= stage.Min && truth.Total <= stage.Max))).Select(stage =>
            {
                bool Within(LineageCounts truth) => truth.Total >= stage.Min && truth.Total <= stage.Max;
                var readings = movies.SelectMany(movie => Pairs(movie.Join(movie.FrameByFrame))).Where(frame => Within(frame.Item2)).ToArray();
                var clocked = movies.SelectMany(movie => Pairs(movie.Join(movie.WithClock))).Where(frame => Within(frame.Item2)).ToArray();
                return (string[])[stage.Name, $"{readings.Length}", .. Three(readings), .. Three(clocked)];
            }));

        static string[] Three((LineageCounts Predicted, LineageCounts Truth)[] frames)
        {
            CountErrors errors = CountErrors.Of(frames);
            return [Percent(errors.TotalShareError), MarkdownPage.Text(
                $"{frames.Average(frame => (frame.Predicted.Total / (double)frame.Truth.Total) - 1):+0.0 %;−0.0 %}"), Cells(errors.SummedLineageError)];
        }
    }

    private void WriteBaselines(JudgedMovie[] movies)
    {
        page.Line("## Against what needs no model");
        page.Line(
            """
            On the same frames: the best constant, chosen with the truth of all frames in hand, for the total and for each lineage
            separately; the reference course of normal development, started at the true total of the first annotated frame and
            run at one minute a frame, as EPIC filmed; and the predictions recorded from the predecessor (py_elegans), by the
            same rule. Its published training table holds 20071217_ceh-432x3.
            """);
        var rows = new List<string[]>();
        foreach (JudgedMovie movie in movies)
        {
            LineageCounts[] truth = [.. movie.Truth.Values.Where(counts => counts.Total > 0)];
            rows.Add([movie.Embryo, "best constant", Percent(Baselines.BestConstantShareError(truth)),
                Cells(CountErrors.Of(Baselines.BestConstant(truth)).SummedLineageError)]);
            Add("course from the first frame", CountErrors.Of(Baselines.CourseFromFirstFrame(movie.Truth)));
            foreach (string table in Recorded.Where(table => Path.GetFileNameWithoutExtension(table).EndsWith(movie.Embryo, StringComparison.Ordinal)))
                Add("predecessor, recorded", ModelMeasurement.OnTable(table, movie.Movie.Track));
            Add("this model, reading", movie.ErrorsOf(movie.FrameByFrame));
            Add("this model, with the clock", movie.ErrorsOf(movie.WithClock));

            void Add(string predictor, CountErrors errors) =>
                rows.Add([movie.Embryo, predictor, Percent(errors.TotalShareError), Cells(errors.SummedLineageError)]);
        }

        page.Table(["movie", "predicted by", "total off by", "lineages"], rows);
    }

    private void WriteRendered(RenderedMovie[] test, RenderedMovie[] others)
    {
        page.Line("## Rendered movies of embryos it was not trained on");
        page.Line("Each embryo is rendered as one movie through a microscope drawn from the recipe's ranges. They test lineage and stage, not the likeness of "
            + "rendering to film. What of them was in training: " + models.TrainingOf(models.Split.Test) + ".");
        var rows = new List<string[]>();
        Add("test embryos of EPIC", test);
        if (others.Length > 0) Add("embryos of other laboratories", others);
        page.Table(["embryos", "how many", "frames", "reading off by", "lineages", "with the clock", "lineages"], rows);

        void Add(string what, RenderedMovie[] movies)
        {
            MovieErrors reading = ErrorsOf(movies, clock: false), clocked = ErrorsOf(movies, clock: true);
            rows.Add([what, $"{movies.Length}", $"{reading.Errors.Frames}", Percent(reading.Errors.TotalShareError), Cells(reading.Errors.SummedLineageError),
                Percent(clocked.Errors.TotalShareError), Cells(clocked.Errors.SummedLineageError)]);
        }
    }

    private MovieErrors ErrorsOf(IEnumerable<RenderedMovie> movies, bool clock) =>
        MovieErrors.Of(
            movies.Select(
            movie => movie.Compare(
            clock ? MoviePrediction.Of(movie.Readings, models.First.Card) : MoviePrediction.FrameByFrame(movie.Readings, models.First.Card))));

    private void WriteIntervals(JudgedMovie[] movies, RenderedMovie[] test)
    {
        if (models.First.Card.Intervals is null) return;
        page.Line("## Error bars");
        page.Line("How often the 90 % interval of the total, and those of the seven lineages on average, hold the traced count. Widths come from rendered "
            + "movies of the validation embryos.");
        var rows = new List<string[]>();
        foreach (JudgedMovie movie in movies.Where(movie => movie.Card.Intervals is not null))
            rows.Add([movie.Embryo, .. Coverage(movie.Join(movie.FrameByFrame)), .. Coverage(movie.Join(movie.WithClock))]);
        rows.Add([$"{test.Length} rendered test embryos", .. Coverage(
            test.SelectMany(movie => movie.Compare(MoviePrediction.FrameByFrame(movie.Readings, models.First.Card)))),
            .. Coverage(test.SelectMany(movie => movie.Compare(MoviePrediction.Of(movie.Readings, models.First.Card))))]);
        page.Table(["frames of", "reading: total", "lineages", "with the clock: total", "lineages"], rows);

        static string[] Coverage(IEnumerable<(FramePrediction Prediction, LineageCounts Truth)> frames)
        {
            (CountIntervals Intervals, LineageCounts Truth)[] known =
                [.. frames.Where(frame => frame.Prediction.Intervals?.Total is not null).Select(frame => (frame.Prediction.Intervals!, frame.Truth))];
            if (known.Length == 0) return ["", ""];
            return [
                Percent(known.Average(frame => frame.Intervals.Total!.Value.Contains(frame.Truth.Total) ? 1.0 : 0)),
                Percent(known.Average(frame => FounderLineages.All.Where(lineage => frame.Intervals[lineage] is not null)
                    .Select(lineage => frame.Intervals[lineage]!.Value.Contains(frame.Truth[lineage]) ? 1.0 : 0).DefaultIfEmpty(0).Average()))];
        }
    }

    private void WritePerturbations(AnnotatedMovie[] files)
    {
        page.Line("## The same movies, changed");
        page.Line("Error of the total, reading and with the clock, when every frame is changed before it is read; in brackets, as a multiple of the "
            + "unchanged movie's.");
        JudgedMovie[] unchanged = [.. files.Select(movie => Judge(movie, change: null))];
        page.Table(
            ["change", .. unchanged.SelectMany(movie => (string[])[$"{movie.Embryo}: reading", "with the clock"])],
            Perturbation.All.Select(change => (string[])[change.Name, .. files.Zip(unchanged).SelectMany(pair =>
            {
                JudgedMovie changed = Judge(pair.First, change), before = pair.Second;
                return (string[])[Ratio(changed, changed.FrameByFrame, before, before.FrameByFrame),
                    Ratio(changed, changed.WithClock, before, before.WithClock)];
            })]));

        static string Ratio(JudgedMovie changed, MoviePrediction changedPrediction, JudgedMovie before, MoviePrediction beforePrediction)
        {
            double error = changed.ErrorsOf(changedPrediction).TotalShareError;
            return MarkdownPage.Text($"{error:P1} ({error / before.ErrorsOf(beforePrediction).TotalShareError:F2})");
        }
    }

    private void WriteStatuses(JudgedMovie[] movies, RenderedMovie[] test)
    {
        page.Line("## Knowing its limits");
        page.Line(
            MarkdownPage.Text($"""
            `not_nuclei`: the network's eighth output, the log-odds that the frame shows labelled nuclei, is below {models.First.Card.RecognitionThreshold:F1};
            `no_embryo`: it is, and the frame's contrast is below {models.First.Card.Input.EmbryoContrast:F0} grey levels,
            or the contrast is below {models.First.Card.Input.BlankContrast:F0}. `beyond_range`: more than {models.First.Card.ValidRange.Max} cells are
            read, or, with the clock, the embryo is most likely older than the reference course
            ({Elegans.Development.ReferenceCourse.BuiltIn.Last} minutes). Measured on what was not trained on:
            """));
        var rows = new List<string[]>();
        foreach (string path in NotNuclei)
        {
            report(Path.GetFileName(path));
            FrameStatus[] statuses = StatusesOf(path);
            Add(Path.GetFileName(path), "something else", statuses, status => status is FrameStatus.NotNuclei or FrameStatus.NoEmbryo);
        }

        var random = new Random(DistractorSeed);
        (TracedEmbryo Embryo, TimePoint[] Times)[] embryos =
            [.. Data.TracksOf(models.Split.Test).Select(track => new TracedEmbryo(track)).Select(embryo => (embryo, embryo.UsableTimePoints().ToArray()))];
        foreach (DistractorKind kind in Enum.GetValues<DistractorKind>())
        {
            FrameStatus[] statuses = [.. Enumerable.Range(0, DistractorsOfEachKind).Select(_ =>
            {
                (TracedEmbryo embryo, TimePoint[] times) = embryos[random.Next(embryos.Length)];
                using NuclearImage image = DistractorRenderer.Render(
                    kind, embryo.Renderer, times[random.Next(times.Length)], models.Recipe.Views, models.Recipe.Microscopes, random);
                return models.First.Read(image).Status;
            })];
            Add($"{kind}, rendered", "something else", statuses, status => status is FrameStatus.NotNuclei or FrameStatus.NoEmbryo);
        }

        Add("annotated frames of the real movies, reading", "embryos in range",
            [.. movies.SelectMany(movie => movie.Join(movie.FrameByFrame)).Where(frame => InRange(frame.Truth)).Select(frame => frame.Prediction.Status)],
            status => status == FrameStatus.Ok);
        Add("annotated frames of the real movies, with the clock", "embryos in range",
            [.. movies.SelectMany(movie => movie.Join(movie.WithClock)).Where(frame => InRange(frame.Truth)).Select(frame => frame.Prediction.Status)],
            status => status == FrameStatus.Ok);
        Add("rendered test embryos, reading", "embryos in range",
            [.. test.SelectMany(movie => movie.Compare(MoviePrediction.FrameByFrame(movie.Readings, models.First.Card))).Where(frame => InRange(frame.Truth))
            .Select(frame => frame.Prediction.Status)], status => status == FrameStatus.Ok);
        foreach ((string how, Func<JudgedMovie, MoviePrediction> of) in new (
            string, Func<JudgedMovie, MoviePrediction>)[] { ("reading", movie => movie.FrameByFrame), ("with the clock", movie => movie.WithClock) })
        {
            Add(
                $"frames of the real movies at least {FramesPastTracing} after the last traced one, {how}", "embryos past the range",
                [.. movies.SelectMany(
                    movie => of(movie).Where(frame => frame.Status != FrameStatus.NoEmbryo && frame.Frame.Value >= movie.Truth.Keys.Last().Value
                    + FramesPastTracing)).Select(frame => frame.Status)],
                status => status == FrameStatus.BeyondRange);
        }

        page.Table(["images", "what they show", "how many", "recognised"], rows);

        void Add(string images, string what, FrameStatus[] statuses, Func<FrameStatus, bool> isRight)
        {
            if (statuses.Length > 0) rows.Add([images, what, $"{statuses.Length}", Percent(statuses.Count(isRight) / (double)statuses.Length)]);
        }

        bool InRange(LineageCounts truth) => truth.Total <= models.First.Card.ValidRange.Max;
    }

    private FrameStatus[] StatusesOf(string path)
    {
        if (FrameSource.Open(path).IsMovie) return [.. models.First.ReadFrames(FrameSource.Open(path), cancellation).Select(reading => reading.Status)];
        using NuclearImage image = NuclearImage.Read(path);
        return [models.First.Read(image).Status];
    }

    private void WriteAbnormal(JudgedMovie[] movies, RenderedMovie[] test, RenderedMovie[] others)
    {
        ModelCard card = models.First.Card;
        page.Line("## Normal or not");
        page.Line(MarkdownPage.Text(
            $"How far a movie's readings lie from the reference course (a quarter of its frames lie farther), in units of the error taken for granted. Beyond "
            + $"{card.MaxMisfit:F2} the clock is not used and `elegans predict` says so."));
        var rows = new List<string[]>();
        foreach (JudgedMovie movie in movies) Add(movie.Embryo, "real", movie.WithClock.Misfit, movie.Card.MaxMisfit);
        var misfits = test.Select(movie => (movie.Name, Misfit: movie.Misfit(card))).OrderByDescending(movie => movie.Misfit).ToArray();
        Add($"{misfits[0].Name}, the farthest of {misfits.Length} test embryos", "rendered", misfits[0].Misfit, card.MaxMisfit);
        foreach (RenderedMovie movie in others) Add(movie.Name, "rendered, another laboratory", movie.Misfit(card), card.MaxMisfit);
        foreach (RenderedMovie movie in others)
        {
            var traced = new Elegans.Development.DevelopmentalClock(Elegans.Development.ReferenceCourse.BuiltIn, card.Clock ?? new());
            float[]?[] truth = new float[]?[movie.Readings.Count];
            foreach ((FrameReading reading, FrameTruth known) in movie.Frames) truth[reading.Frame.Value] =
                [.. FounderLineages.All.Select(lineage => (float)known.Counts!.Value[lineage])];
            Add(movie.Name, "its traced counts in place of readings", traced.Misfit(truth, traced.Decode(truth)), card.MaxMisfit);
        }

        page.Table(["embryo", "seen how", "misfit", "alarm"], rows);

        void Add(string embryo, string how, double? misfit, double? most) =>
            rows.Add([embryo, how, MarkdownPage.Text($"{misfit:F2}"), misfit > most ? "yes" : "no"]);
    }
}
