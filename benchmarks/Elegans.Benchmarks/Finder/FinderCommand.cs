using System.CommandLine;
using Elegans.Simulation.Distractors;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Rendering;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using OpenCvSharp;

namespace Elegans.Benchmarks.Finder;

/// <summary><c>finder</c>: how well embryos are found, and what it costs.</summary>
internal static class FinderCommand
{
    private static readonly (string Name, double From, double To)[] Ages = [("2-4", 0, 0.12), ("4-14", 0.12, 0.3), ("26-56", 0.3, 0.55), ("95-350", 0.55, 1)];
    private static readonly string[] Movies = ["20071217_ceh-432x3", "20080731_ceh-32_4_L1", "20080731_ceh-32_4_L2"];

    internal static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The folder of EPIC's movies and tracks.", HelpName = "FOLDER" };
        var models = new Option<string[]>("--held-out")
        {
            Description = "Packages trained without some recording; they measure how small an embryo may be.",
            HelpName = "FOLDER",
            AllowMultipleArgumentsPerToken = true,
        };
        var fields = new Option<int>("--fields") { Description = "Fields of each kind.", DefaultValueFactory = _ => 100 };
        var page = new Option<string?>("--page") { Description = "Write the figures as this page, docs/field.md.", HelpName = "FILE" };
        var moviesOnly = new Option<bool>("--movies-only") { Description = "Only rendered movies, followed: --fields says how many of each kind." };
        var command = new Command(
            "finder", "The finder of embryos: found, invented and IoU on rendered fields and real movies; milliseconds a frame.")
            { data, models, fields, page, moviesOnly };
        command.SetAction(parsed =>
        {
            Cv2.SetNumThreads(1);
            var written = new FinderPage(parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(moviesOnly)) MeasureFollowed(parsed.GetValue(fields), written);
            else Measure(parsed.GetValue(data), parsed.GetValue(models) ?? [], parsed.GetValue(fields), written);
            if (parsed.GetValue(page) is { } path)
                written.Save(
                    path, "dotnet run --project benchmarks/Elegans.Benchmarks -c Release -- finder --data DATA --held-out PACKAGES --page docs/field.md");
        });
        return command;
    }

    private static void Measure(string? data, string[] heldOut, int fields, FinderPage page)
    {
        string[] scored = ["", "embryos", "found", "invented", "IoU"];
        if (data is not null) MeasureMovies(data, heldOut, page, scored);
        page.Table("Rendered stills", FormattableString.Invariant($"{fields} fields of each kind, each embryo of any age in the range, at any angle."), scored);
        using var cases = new FinderCases();
        FieldRanges plain = FinderCases.Plain;
        foreach ((string name, double from, double to) in Ages)
        {
            var age = new ParameterRange(from, to);
            Line(
                $"still, one embryo, {name} cells",
                cases.Stills(plain with { Embryos = ParameterRange.Exactly(1), Length = new(0.1, 0.95), Age = age }, fields));
            Line($"still, 2 to 12 apart, {name} cells", cases.Stills(plain with { Embryos = new(2, 12), Length = new(0.1, 0.5), Age = age }, fields));
            Line(
                $"still, 2 to 5 touching, {name} cells",
                cases.Stills(plain with { Embryos = new(2, 5), Length = new(0.15, 0.5), Age = age, TouchingChance = 0.8 }, fields));
        }

        foreach ((double from, double to) in ((double, double)[])[(0.05, 0.2), (0.2, 0.4), (0.4, 0.7)])
        {
            FieldRanges over = plain with
            {
                Embryos = ParameterRange.Exactly(2),
                Length = new(0.25, 0.5),
                Age = new(0.3, 1),
                TouchingChance = 1,
                Overlap = new ParameterRange(from, to),
            };
            Line(FormattableString.Invariant($"still, 2 that lie over one another by {from / 2:P0} to {to / 2:P0}"), cases.Stills(over, fields));
        }

        Line("still, 1 to 3 cut off", cases.Stills(plain with { Embryos = new(1, 3), Length = new(0.2, 1.3), LeastInside = 0.5, Age = new(0.25, 1) }, fields));
        foreach (bool forTests in (bool[])[false, true])
        {
            FieldRanges written = plain with
            {
                Embryos = new(1, 4),
                Age = new(0.3, 1),
                WritingChance = 0.8,
                BarChance = 0.7,
                ArrowChance = 0.3,
                ShapesForTests = forTests,
            };
            Line(forTests ? "still, writing of other shapes" : "still, writing", cases.Stills(written, fields));
            Line(forTests ? "still, everything, other shapes" : "still, everything", cases.Stills(new FieldRanges { ShapesForTests = forTests }, fields));
        }

        MeasureFollowed(Math.Max(2, fields / 10), page);
        page.Table(
            "Pictures without an embryo",
            "What the finder sees there, in pictures of kinds that it was trained on; whether they show nuclei the counting network says.",
            "picture", "one seen in");
        foreach (DistractorKind kind in Enum.GetValues<DistractorKind>())
            page.Row($"{kind}", FormattableString.Invariant($"{cases.Distractors(kind, fields):P0}"));
        page.Table("Cost", "Of looking at one frame, on one thread; some two dozen frames of a movie are looked at.", "frame", "milliseconds");
        foreach ((int width, int height) in ((int, int)[])[(320, 230), (712, 512), (2048, 2048)])
            page.Row(FormattableString.Invariant($"{width} × {height}"), FormattableString.Invariant($"{cases.Cost(width, height):F1}"));

        void Line(string name, FinderScore score) => page.Row(name, score);
    }

    private static void MeasureFollowed(int movies, FinderPage page)
    {
        using var cases = new FinderCases();
        FieldRanges plain = FinderCases.Plain;
        page.Table(
            "Rendered movies, followed",
            FormattableString.Invariant($"{movies} movies of each kind. Embryos of which a fifth or more is outside of the frame do not count as true ones, ")
                + "so that some of the invented are real.",
            "", "embryos", "found", "invented", "IoU");
        foreach ((string name, FieldMotion motion) in ((string, FieldMotion)[])
            [("still stage", new()), ("drift", new(0.4, -0.2)), ("jump", new(0, 0, 90, 70, -40)), ("turning", new(Turn: 0.006))])
        {
            foreach (bool bare in (bool[])[true, false])
            {
                FieldRanges ranges = (bare ? plain : new FieldRanges { SecondCameraChance = 0 }) with
                {
                    LongSide = ParameterRange.Exactly(500),
                    Age = new(0, 0.1),
                    Embryos = new(1, 4),
                    Length = new(0.25, 0.5),
                };
                (FinderScore early, FinderScore later) = cases.Movies(ranges, motion, movies);
                page.Row($"movie, {name}{(bare ? "" : ", everything")}, to frame 40", early);
                page.Row($"movie, {name}{(bare ? "" : ", everything")}, later", later);
            }
        }
    }

    private static void MeasureMovies(string data, string[] heldOut, FinderPage page, string[] scored)
    {
        (string Name, string Movie, string Nuclei)[] movies = [.. Movies.Select(
            movie => (movie, Path.Combine(data, "movies", $"{movie}.mov"), Path.Combine(data, "nuclei", $"CD{movie}.csv.gz")))];
        MeasureSizes(movies, heldOut, page);
        var followed = new List<(string, FinderScore)>();
        page.Table("Real movies, frame by frame", "Against the ellipse that the traced nuclei fill.", scored);
        foreach ((string name, string movie, string nuclei) in movies)
        {
            foreach (string way in FinderMovies.Ways)
            {
                (FinderScore[] byCells, FinderScore pooled) = FinderMovies.Measure(movie, nuclei, way);
                string[] cells = ["below 8", "8-25", "26-99", "from 100"];
                for (int i = 0; i < cells.Length; i++) page.Row($"{name}, {way}, {cells[i]} cells", byCells[i]);
                followed.Add(($"{name}, {way}", pooled));
            }
        }

        page.Table("Real movies, followed", "The same embryos, as some two dozen looks at each movie place them.", scored);
        foreach ((string name, FinderScore score) in followed) page.Row(name, score);
        page.Table(
            "Real movies in one field", "All three in one field, turned and made smaller, two of them touching, as long as all are annotated.", scored);
        (FinderScore stills, FinderScore together) = ComposedField.Measure([.. movies.Select(movie => (movie.Movie, movie.Nuclei))]);
        page.Row("frame by frame", stills);
        page.Row("followed", together);
    }

    private static void MeasureSizes((string Name, string Movie, string Nuclei)[] movies, string[] heldOut, FinderPage page)
    {
        if (heldOut.Length == 0) return;
        using var models = new HeldOutModels(heldOut);
        page.Table(
            "How small an embryo may be",
            "Real movies made smaller, in a field of 420 × 300: error of the total with the clock (a frame without counts is off by 100 %), how often "
            + "its interval holds the traced total, and the share of frames that are said to be `too_small`. Each movie is judged by a model that "
            + "saw nothing of its recording.",
            ["length", .. movies.Select(movie => movie.Name)]);
        if (movies.FirstOrDefault(movie => !models.IsHeldOut(movie.Name, EmbryoSplit.RecordingOf(movie.Name))) is { Name: { } seen })
            throw new InvalidOperationException($"none of the models provably never saw {seen}.");
        var sizes = movies.Select(movie => EmbryoSizes.Measure(models.For(movie.Name).Model, movie.Movie, movie.Nuclei).ToArray()).ToArray();
        for (int i = 0; i < sizes[0].Length; i++) page.Row(
            [sizes[0][i].Size, .. sizes.Select(movie => FormattableString.Invariant($"{movie[i].Error:P1}, {movie[i].Covered:P0}, {movie[i].TooSmall:P0}"))]);
    }
}
