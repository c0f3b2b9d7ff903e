using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Data;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>What the sections of the page draw on: the models, and what each read in the movies that judge it.</summary>
internal sealed class Measurements
{
    private const int TestSeed = 1000;
    private const double TrueLimitQuantile = 0.95;

    /// <summary>How many movies of each embryo are rendered: a movie differs more by its microscope than by its embryo.</summary>
    internal const int Renderings = 3;
    private readonly IReadOnlyList<AnnotatedMovie> files;

    /// <summary>Reads every real movie and renders every test embryo once, and those of other laboratories.</summary>
    internal Measurements(
        HeldOutModels models,
        TrainingData data,
        IReadOnlyDictionary<string, NucleiTrack>? otherTracks,
        IReadOnlyDictionary<string, NucleiTrack>? treatedTracks,
        Action<string> report,
        CancellationToken cancellation)
    {
        (Models, files, Report, Cancellation) = (models, data.Movies, report, cancellation);
        TestTracks = [.. data.TracksOf(models.Split.Test)];
        Movies = [.. files.Select(movie => Judge(movie, change: null))];
        Test = Render("test embryo", TestTracks);
        Others = otherTracks is null ? [] : Render(
            "embryo of another laboratory", otherTracks.OrderBy(track => track.Key, StringComparer.Ordinal).Select(track => track.Value));
        Treated = treatedTracks is null ? [] : [.. treatedTracks.OrderBy(track => track.Key, StringComparer.Ordinal)
            .Select((track, number) => RenderOnce("treated embryo", track.Value, TestSeed + number))];
        Departing = [.. TestTracks.SelectMany((track, number) => DepartingEmbryos.Of(track).Select(
            departing => DepartingMovie.Of(departing.Kind, RenderOnce("departing embryo", departing.Track, TestSeed + number), track)))
            .GroupBy(departing => departing.Kind)];
        Laboratories = treatedTracks is null ? [] : [.. Laboratory.Of(
            models.First, models.Recipe, TestTracks, [.. treatedTracks.OrderBy(track => track.Key, StringComparer.Ordinal).Select(track => track.Value)],
            report, cancellation)];
        // How far the traced totals of normal embryos depart, at the time points that the others are filmed at.
        TrueLimit = Quantile(
            [.. data.Tracks.Values.Select(track => new TracedEmbryo(track).Departure(AbnormalMovies.Step)).OfType<double>()], TrueLimitQuantile);
    }

    /// <summary>The models; the first is the one that the page is about.</summary>
    internal HeldOutModels Models { get; }

    /// <summary>The card of the model that the page is about.</summary>
    internal ModelCard Card => Models.First.Card;

    /// <summary>Told what is being measured.</summary>
    internal Action<string> Report { get; }

    /// <summary>Stops between frames.</summary>
    internal CancellationToken Cancellation { get; }

    /// <summary>The real movies, each read by a model that never saw its recording, where there is one.</summary>
    internal ImmutableArray<JudgedMovie> Movies { get; }

    /// <summary>The tracks of the test embryos.</summary>
    internal ImmutableArray<NucleiTrack> TestTracks { get; }

    /// <summary>The test embryos, rendered.</summary>
    internal ImmutableArray<RenderedMovie> Test { get; }

    /// <summary>Embryos of other laboratories, rendered.</summary>
    internal ImmutableArray<RenderedMovie> Others { get; }

    /// <summary>RNAi embryos and mutants, rendered, every third time point.</summary>
    internal ImmutableArray<RenderedMovie> Treated { get; }

    /// <summary>Test embryos with a lineage that departs, by what it does, rendered, every third time point.</summary>
    internal ImmutableArray<IGrouping<DepartingKind, DepartingMovie>> Departing { get; }

    /// <summary>Test embryos as wild types and treated embryos, filmed through one microscope for each laboratory.</summary>
    internal ImmutableArray<Laboratory> Laboratories { get; }

    /// <summary>An embryo whose traced totals depart farther than this grows abnormally: 95 in 100 of EPIC's tracks depart less, and of the others some lost
    /// cells in tracing.</summary>
    internal double TrueLimit { get; }

    /// <summary>The real movies read once more, each frame changed first.</summary>
    internal ImmutableArray<JudgedMovie> Changed(Perturbation change) => [.. files.Select(movie => Judge(movie, change))];

    /// <summary>What the judge of each real movie had seen of it, in a few words, for a table.</summary>
    internal static string SeenOf(JudgedMovie movie) => movie.Training.Split(':')[0];

    /// <summary>A rendered movie as the first model tells it.</summary>
    internal MoviePrediction Predict(RenderedMovie movie, bool clock) =>
        clock ? MoviePrediction.Of(movie.Readings, Card) : MoviePrediction.FrameByFrame(movie.Readings, Card);

    private JudgedMovie Judge(AnnotatedMovie movie, Perturbation? change)
    {
        Report($"{movie.Embryo}{(change is null ? "" : $", {change.Name}")}");
        (LineagePopulationModel model, string training) = Models.For(movie.Embryo, movie.Recording);
        return JudgedMovie.Read(model, training, movie, change is null ? null : (image, frame) => change.Apply(image, frame.Value), Cancellation);
    }

    private ImmutableArray<RenderedMovie> Render(string what, IEnumerable<NucleiTrack> tracks)
    {
        int seed = TestSeed;
        return [.. tracks.SelectMany(track =>
        {
            Report($"{what} {track.Name}");
            var embryo = new TracedEmbryo(track);
            return Enumerable.Range(0, Renderings).Select(_ => new RenderedMovie(Models.First, embryo, Models.Recipe, new Random(seed++), Cancellation))
                .ToArray();
        })];
    }

    private RenderedMovie RenderOnce(string what, NucleiTrack track, int seed)
    {
        Report($"{what} {track.Name}");
        return new RenderedMovie(Models.First, new TracedEmbryo(track), Models.Recipe, new Random(seed), Cancellation, AbnormalMovies.Step);
    }

    private static double Quantile(double[] values, double share) => values.Length == 0 ? double.PositiveInfinity
        : values.Order().ElementAt(Math.Min(values.Length - 1, (int)(share * values.Length)));
}
