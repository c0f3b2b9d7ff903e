using Elegans.Annotation;
using Elegans.Training.Frames;

namespace Elegans.Training;

/// <summary>What a run trains on: tracks to render from, and real movies.</summary>
public sealed class TrainingData
{
    private readonly IReadOnlyDictionary<string, NucleiTrack> tracks;
    private readonly string? movies;

    /// <summary>Names the data of a run.</summary>
    /// <param name="tracks">The embryos by name.</param>
    /// <param name="movies">A folder of real movies named after their tracks; null where none is trained on.</param>
    public TrainingData(IReadOnlyDictionary<string, NucleiTrack> tracks, string? movies = null)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        this.tracks = tracks;
        this.movies = movies;
    }

    /// <summary>Draws the split that a recipe asks for.</summary>
    /// <param name="recipe">The recipe.</param>
    public EmbryoSplit Split(TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return EmbryoSplit.Draw(tracks.Keys, name => recipe.Exclude.Any(part => name.Contains(part, StringComparison.Ordinal)), recipe.HeldOutShare, recipe.SplitSeed ?? recipe.Seed);
    }

    internal FrameSampler Sampler(IEnumerable<string> embryos, double balancedShare) =>
        new(embryos.Select(name => new TracedEmbryo(tracks[name])), balancedShare);

    /// <summary>The embryos with one lineage each that keeps a time of its own.</summary>
    internal FrameSampler AbnormalSampler(IEnumerable<string> embryos, double balancedShare, int seed)
    {
        var random = new Random(seed);
        return new FrameSampler(embryos.Select(name => AbnormalEmbryo.Draw(tracks[name], random)).OfType<NucleiTrack>().Select(track => new TracedEmbryo(track)), balancedShare);
    }

    /// <summary>The frames of the real movies that a recipe names; null where it names none.</summary>
    /// <exception cref="InputException">A movie or its track is not there.</exception>
    internal RealFrames? RealFrames(TrainingRecipe recipe)
    {
        if (recipe.RealMovies.IsEmpty) return null;
        string folder = movies ?? throw new InputException("recipe", "names real movies to train on, and no folder of movies was given.");
        return new RealFrames(recipe.RealMovies.Select(name => (MovieOf(folder, name), TrackOf(folder, name))), recipe.BalancedShare, recipe.Film, recipe.Views);
    }

    private static string MovieOf(string folder, string embryo) =>
        (Directory.Exists(folder) ? Directory.EnumerateFiles(folder).FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == embryo) : null)
        ?? throw new InputException(folder, $"holds no movie named {embryo}, which the recipe trains on.");

    private NucleiTrack TrackOf(string folder, string embryo) => tracks.TryGetValue(embryo, out NucleiTrack? track)
        ? track
        : throw new InputException(folder, $"the recipe trains on the movie {embryo}, and there is no track of that name.");
}
