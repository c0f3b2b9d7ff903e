using Elegans.Annotation;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Data;

/// <summary>What a run trains on: tracks to render from, and real movies.</summary>
public sealed class TrainingData
{
    /// <summary>In <see cref="TrainingRecipe.RealMovies"/>: all movies of embryos on the training side of the split.</summary>
    public const string AllMovies = "*";
    private readonly IReadOnlyDictionary<string, NucleiTrack> tracks;
    private readonly IReadOnlyList<AnnotatedMovie> movies;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<FrameIndex, LineageCounts>>? published;
    private readonly Lazy<FrameCache> cache;

    /// <summary>Names the data of a run.</summary>
    /// <param name="tracks">The embryos to render, by name.</param>
    /// <param name="movies">Real movies with their tracks.</param>
    /// <param name="published">Published labels of embryos, frame by frame; where there are any, only frames they label are trained on.</param>
    /// <param name="cache">Where frames are kept that would be costly to make again; the default cache unless given.</param>
    public TrainingData(
        IReadOnlyDictionary<string, NucleiTrack> tracks,
        IReadOnlyList<AnnotatedMovie>? movies = null,
        IReadOnlyDictionary<string, IReadOnlyDictionary<FrameIndex, LineageCounts>>? published = null,
        FrameCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        (this.tracks, this.movies, this.published) = (tracks, movies ?? [], published);
        this.cache = new Lazy<FrameCache>(() => cache ?? new FrameCache(FrameCache.DefaultFolder));
    }

    /// <summary>Which frames of real movies may be used; all unless given.</summary>
    public Func<AnnotatedMovie, FrameIndex, bool> IsUsable { get; init; } = (_, _) => true;

    internal FrameCache Cache => cache.Value;

    /// <summary>Draws the split that a recipe asks for.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <exception cref="ArgumentException">There are too few recordings to have one on each side.</exception>
    public EmbryoSplit Split(TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return EmbryoSplit.Draw(
            tracks.Keys.Concat(movies.Select(movie => movie.Embryo)),
            name => recipe.Exclude.Any(part => name.Contains(part, StringComparison.Ordinal)),
            recipe.HeldOutShare,
            recipe.SplitSeed ?? recipe.Seed,
            RecordingOf);
    }

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
            .Concat(Shown(movies.Where(movie => split.Test.Contains(movie.Embryo)), LedgerRole.Test));

    internal FrameSampler Sampler(IEnumerable<string> embryos, TrainingRecipe recipe) =>
        new(embryos.Where(name => tracks.ContainsKey(name)).Select(name => new TracedEmbryo(tracks[name], PublishedOf(name, recipe), recipe.Labels)),
            recipe.BalancedShare);

    /// <summary>The embryos with one lineage each that keeps a time of its own.</summary>
    internal FrameSampler AbnormalSampler(IEnumerable<string> embryos, double balancedShare, int seed)
    {
        var random = new Random(seed);
        return new FrameSampler(embryos.Where(name => tracks.ContainsKey(name)).Select(name => AbnormalEmbryo.Draw(tracks[name], random)).OfType<NucleiTrack>()
            .Select(track => new TracedEmbryo(track)), balancedShare);
    }

    /// <summary>The frames of the real movies that a recipe names; null where it names none.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="side">The embryos whose movies <see cref="AllMovies"/> stands for.</param>
    /// <exception cref="InputException">A movie or its track is not there.</exception>
    internal RealFrames? RealFrames(TrainingRecipe recipe, IReadOnlyCollection<string> side)
    {
        AnnotatedMovie[] named = RealMovies(recipe, side);
        return named.Length > 0 ? new RealFrames(named, IsUsable, recipe, Cache) : null;
    }

    private AnnotatedMovie[] RealMovies(TrainingRecipe recipe, IReadOnlyCollection<string> side) => recipe.RealMovies.Contains(AllMovies)
        ? [.. movies.Where(movie => side.Contains(movie.Embryo))]
        : [.. recipe.RealMovies.Select(name => movies.FirstOrDefault(movie => movie.Embryo == name)
            ?? throw new InputException(
                name, "is a real movie that the recipe trains on, and there is no movie with a track of that name.", InputRemedy.Movies))];

    private IEnumerable<LedgerEntry> Rendered(IEnumerable<string> embryos, LedgerRole role) =>
        embryos.Where(tracks.ContainsKey).Select(embryo => new LedgerEntry(RecordingOf(embryo), embryo, null, role));

    private static IEnumerable<LedgerEntry> Shown(IEnumerable<AnnotatedMovie> movies, LedgerRole role) =>
        movies.Select(movie => new LedgerEntry(movie.Recording, movie.Embryo, Path.GetFileName(movie.Path), role));

    private string RecordingOf(string embryo) =>
        movies.FirstOrDefault(movie => movie.Embryo == embryo)?.Recording ?? EmbryoSplit.RecordingOf(embryo);

    /// <summary>Labels of an embryo's frames; an embryo without any has no frame to train on.</summary>
    private IReadOnlyDictionary<FrameIndex, LineageCounts>? PublishedOf(string embryo, TrainingRecipe recipe)
    {
        if (published is not null) return published.TryGetValue(embryo, out IReadOnlyDictionary<FrameIndex, LineageCounts>? labels) ? labels
            : new Dictionary<FrameIndex, LineageCounts>();
        return recipe.Labels == LabelSource.Traced ? null : throw new InputException(
            "recipe", "learns published labels, and no table of them was given.", InputRemedy.Labels);
    }
}
