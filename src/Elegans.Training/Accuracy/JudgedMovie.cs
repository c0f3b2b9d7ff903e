using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Evaluation;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Data;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>A real movie, as a model read it, beside the counts of its tracks.</summary>
public sealed class JudgedMovie
{
    private readonly ModelCard card;
    private readonly IReadOnlyList<FrameReading> readings;
    private readonly Lazy<TracedEmbryo> embryo;

    internal JudgedMovie(AnnotatedMovie movie, ModelCard card, string training, IReadOnlyList<FrameReading> readings)
    {
        (Movie, Embryo, this.card, Training, this.readings) = (movie, movie.Embryo, card, training, readings);
        embryo = new Lazy<TracedEmbryo>(() => new TracedEmbryo(movie.Track));
        Truth = movie.Track.Labels(movie.Alignment).ToImmutableSortedDictionary(label => label.Frame, label => label.Counts);
        FrameByFrame = MoviePrediction.FrameByFrame(readings, card);
        WithClock = MoviePrediction.Of(readings, card);
        Card = card;
    }

    /// <summary>The movie, with its track.</summary>
    public AnnotatedMovie Movie { get; }

    /// <summary>The embryo's name.</summary>
    public string Embryo { get; }

    /// <summary>The model that read it.</summary>
    public ModelCard Card { get; }

    /// <summary>What of its recording was in the model's training.</summary>
    public string Training { get; }

    /// <summary>The traced counts of its frames.</summary>
    public ImmutableSortedDictionary<FrameIndex, LineageCounts> Truth { get; }

    /// <summary>Every frame as it was read on its own.</summary>
    public MoviePrediction FrameByFrame { get; }

    /// <summary>The movie with the developmental clock.</summary>
    public MoviePrediction WithClock { get; }

    /// <summary>Every frame's reading, those outside of what was traced among them.</summary>
    internal IReadOnlyList<FrameReading> Readings => readings;

    /// <summary>Reads a movie.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">What of the movie's recording was in its training.</param>
    /// <param name="movie">The movie, with its track and the time point that it begins at.</param>
    /// <param name="change">How each frame is changed before it is read; null where it is not. The image returned is disposed here.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public static JudgedMovie Read(LineagePopulationModel model, string training, AnnotatedMovie movie,
        Func<NuclearImage, FrameIndex, NuclearImage>? change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(movie);
        FrameSource source = FrameSource.Open(movie.Path);
        // As elegans predict reads it: an embryo that does not fill its frames is cut out of them. Of several the first from the left is judged.
        FieldReadings read = model.Read(change is null ? source : source.Changed(change), progress: null, cancellation);
        // Nuclei are looked for in movies as they are: changed ones are read for their counts.
        if (change is null && model.FindsNuclei) read = model.FindNuclei(source, read, progress: null, cancellation);
        return new JudgedMovie(movie, model.Card, training, read.Embryos[0].Readings);
    }

    /// <summary>What tracing says of an annotated frame, and what it is known to have lost there.</summary>
    internal FrameTruth TruthAt(FrameIndex frame) => embryo.Value.TruthAt(Movie.Alignment.TimePointIn(frame)!.Value);

    /// <summary>The errors of predictions of this movie.</summary>
    /// <param name="prediction">The predictions.</param>
    public CountErrors ErrorsOf(MoviePrediction prediction) => Comparison.Of(prediction, Truth, Embryo).Errors;

    /// <summary>The annotated frames with what was predicted of each.</summary>
    /// <param name="prediction">The predictions.</param>
    public IEnumerable<(FramePrediction Prediction, LineageCounts Truth)> Join(MoviePrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction.Where(frame => Truth.ContainsKey(frame.Frame)).Select(frame => (frame, Truth[frame.Frame]));
    }

    /// <summary>Mean distance in minutes between the age found from what was read and the age that the same clock finds from the traced counts.</summary>
    public double TimeError()
    {
        var clock = new DevelopmentalClock(ReferenceCourse.BuiltIn, card.Clock ?? new ClockSettings());
        IReadOnlyList<ClockTime> traced = clock.Decode(
            [.. readings.Select(reading => Truth.TryGetValue(reading.Frame, out LineageCounts counts)
            ? FounderLineages.All.Select(lineage => (float)counts[lineage]).ToArray() : null)]);
        return WithClock.Where(frame => frame.Clock is not null && Truth.ContainsKey(frame.Frame))
            .Average(frame => Math.Abs(frame.Clock!.Value.Time.Minutes - traced[frame.Frame.Value].Time.Minutes));
    }
}
