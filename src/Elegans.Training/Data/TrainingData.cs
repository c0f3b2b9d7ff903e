using Elegans.Annotation;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Data;

/// <summary>
/// The one set of data that is checked, trained on, calibrated and measured with: embryos with their tracks, real movies, recordings and roles.
/// </summary>
public sealed class TrainingData
{
    /// <summary>In <see cref="TrainingRecipe.RealMovies"/>: all movies of embryos on the training side of the split.</summary>
    public const string AllMovies = "*";
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<FrameIndex, LineageCounts>>? published;
    private readonly Lazy<FrameCache> cache;

    /// <summary>Names the data of a run.</summary>
    /// <param name="tracks">The embryos, by name.</param>
    /// <param name="movies">Real movies with their tracks; an embryo that is not among <paramref name="tracks"/> joins them.</param>
    /// <param name="published">Published labels of embryos, frame by frame; where there are any, only frames they label are trained on.</param>
    /// <param name="cache">Where frames are kept that would be costly to make again; the default cache unless given.</param>
    public TrainingData(
        IReadOnlyDictionary<string, NucleiTrack> tracks,
        IReadOnlyList<AnnotatedMovie>? movies = null,
        IReadOnlyDictionary<string, IReadOnlyDictionary<FrameIndex, LineageCounts>>? published = null,
        FrameCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        (Movies, this.published) = (movies ?? [], published);
        var all = new Dictionary<string, NucleiTrack>(tracks, StringComparer.Ordinal);
        foreach (AnnotatedMovie movie in Movies) _ = all.TryAdd(movie.Embryo, movie.Track);
        Tracks = all;
        this.cache = new Lazy<FrameCache>(() => cache ?? new FrameCache(FrameCache.DefaultFolder));
    }

    /// <summary>The tracks of all embryos, by name.</summary>
    public IReadOnlyDictionary<string, NucleiTrack> Tracks { get; }

    /// <summary>The real movies.</summary>
    public IReadOnlyList<AnnotatedMovie> Movies { get; }

    /// <summary>Recordings of embryos whose names do not tell them; none unless given.</summary>
    public IReadOnlyDictionary<string, string> Recordings { get; init; } = new Dictionary<string, string>();

    /// <summary>Roles that embryos were given; the split respects them. None unless given.</summary>
    public IReadOnlyDictionary<string, SplitSide> Roles { get; init; } = new Dictionary<string, SplitSide>();

    /// <summary>Which frames of real movies may be used; all unless given.</summary>
    public Func<AnnotatedMovie, FrameIndex, bool> IsUsable { get; init; } = (_, _) => true;

    internal FrameCache Cache => cache.Value;

    /// <summary>The track of an embryo.</summary>
    /// <param name="embryo">Its name.</param>
    /// <exception cref="InputException">It is not among the data.</exception>
    public NucleiTrack TrackOf(string embryo) => TracksOf([embryo])[0];

    /// <summary>The tracks of some embryos, in their order.</summary>
    /// <param name="embryos">Their names.</param>
    /// <exception cref="InputException">One or more of them are not among the data.</exception>
    public IReadOnlyList<NucleiTrack> TracksOf(IEnumerable<string> embryos)
    {
        string[] names = [.. embryos], missing = [.. names.Where(name => !Tracks.ContainsKey(name))];
        return missing.Length == 0 ? [.. names.Select(name => Tracks[name])] : throw new InputException(
            missing[0],
            missing.Length == 1 ? "is an embryo whose track is not among the data given."
                : $"and {missing.Length - 1} more of {names.Length} embryos have no track among the data given.",
            InputRemedy.Tracks);
    }

    /// <summary>The recording of an embryo: the one it was given, else the one that its name tells.</summary>
    /// <param name="embryo">Its name.</param>
    public string RecordingOf(string embryo) => Recordings.TryGetValue(embryo, out string? given) ? given
        : Movies.FirstOrDefault(movie => movie.Embryo == embryo)?.Recording ?? EmbryoSplit.RecordingOf(embryo);

    /// <summary>Draws the split that a recipe asks for.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="before">The split of the weights that the run starts from, which it keeps; null for random weights.</param>
    /// <exception cref="ArgumentException">There are too few recordings to have one on each side.</exception>
    public EmbryoSplit Split(TrainingRecipe recipe, EmbryoSplit? before = null) => new SplitDraw(this, recipe, before).Drawn();

    /// <summary>Makes sure that everything a run was begun with is there.</summary>
    /// <param name="split">Its split.</param>
    /// <exception cref="InputException">An embryo of the training or the validation side is missing: the run would go on with other data than it says.
    /// </exception>
    internal void Require(EmbryoSplit split) => _ = TracksOf(split.Training.Concat(split.Validation));

    /// <summary>
    /// What bears on the weights of a run: the embryos it renders, the real movies it shows, those that validate and those kept for the test.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="split">Which embryos are on which side.</param>
    /// <exception cref="InputException">A movie that the recipe names is not there.</exception>
    internal IEnumerable<LedgerEntry> EntriesOf(TrainingRecipe recipe, EmbryoSplit split) =>
        Rendered(split.Training, LedgerRole.Weights).Concat(Shown(RealMovies(recipe, split.Training), LedgerRole.Weights))
            .Concat(Rendered(split.Validation, LedgerRole.Schedule))
            .Concat(Shown(recipe.RealMovies.Contains(AllMovies) ? RealMovies(recipe, split.Validation) : [], LedgerRole.Schedule))
            .Concat(Rendered(split.Test, LedgerRole.Test))
            .Concat(Shown(Movies.Where(movie => split.Test.Contains(movie.Embryo)), LedgerRole.Test));

    internal FrameSampler Sampler(IReadOnlyCollection<string> embryos, TrainingRecipe recipe) =>
        new(embryos.Zip(TracksOf(embryos)).Select(pair => new TracedEmbryo(pair.Second, PublishedOf(pair.First, recipe), recipe.Labels)),
            recipe.BalancedShare);

    /// <summary>The embryos with one lineage each that keeps a time of its own.</summary>
    internal FrameSampler AbnormalSampler(IReadOnlyCollection<string> embryos, double balancedShare, int seed)
    {
        var random = new Random(seed);
        return new FrameSampler(TracksOf(embryos).Select(track => AbnormalEmbryo.Draw(track, random)).OfType<NucleiTrack>()
            .Select(track => new TracedEmbryo(track)), balancedShare);
    }

    /// <summary>The frames of the real movies that a recipe names; null where it names none.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="side">The embryos whose movies <see cref="AllMovies"/> stands for.</param>
    /// <param name="isVaried">Whether frames are turned, scaled and varied in light when they are drawn.</param>
    /// <param name="report">Told of each movie before it is decoded.</param>
    /// <exception cref="InputException">A movie or its track is not there.</exception>
    internal RealFrames? RealFrames(TrainingRecipe recipe, IReadOnlyCollection<string> side, bool isVaried, Action<string> report)
    {
        AnnotatedMovie[] named = RealMovies(recipe, side);
        return named.Length > 0 ? new RealFrames(named, IsUsable, recipe, Cache, isVaried, report) : null;
    }

    /// <summary>The frames of all real movies as they were filmed; null where there is none that can be used.</summary>
    internal RealFrames? Films(TrainingRecipe recipe, Action<string> report) =>
        Movies.Count > 0 ? new RealFrames(Movies, IsUsable, recipe, Cache, isVaried: false, report) : null;

    private AnnotatedMovie[] RealMovies(TrainingRecipe recipe, IReadOnlyCollection<string> side) => recipe.RealMovies.Contains(AllMovies)
        ? [.. Movies.Where(movie => side.Contains(movie.Embryo))]
        : [.. recipe.RealMovies.Select(name => Movies.FirstOrDefault(movie => movie.Embryo == name)
            ?? throw new InputException(
                name, "is a real movie that the recipe trains on, and there is no movie with a track of that name.", InputRemedy.Movies))];

    private IEnumerable<LedgerEntry> Rendered(IEnumerable<string> embryos, LedgerRole role) =>
        embryos.Where(Tracks.ContainsKey).Select(embryo => new LedgerEntry(RecordingOf(embryo), embryo, null, role));

    private static IEnumerable<LedgerEntry> Shown(IEnumerable<AnnotatedMovie> movies, LedgerRole role) =>
        movies.Select(movie => new LedgerEntry(movie.Recording, movie.Embryo, Path.GetFileName(movie.Path), role));

    /// <summary>Labels of an embryo's frames; an embryo without any has no frame to train on.</summary>
    private IReadOnlyDictionary<FrameIndex, LineageCounts>? PublishedOf(string embryo, TrainingRecipe recipe)
    {
        if (published is not null) return published.TryGetValue(embryo, out IReadOnlyDictionary<FrameIndex, LineageCounts>? labels) ? labels
            : new Dictionary<FrameIndex, LineageCounts>();
        return recipe.Labels == LabelSource.Traced ? null : throw new InputException(
            "recipe", "learns published labels, and no table of them was given.", InputRemedy.Labels);
    }
}
