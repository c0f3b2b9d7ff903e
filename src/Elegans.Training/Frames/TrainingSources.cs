using Elegans.Files;
using Elegans.Training.Augmentations;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Frames;

/// <summary>Where the frames of a run come from: those it trains on, in the shares of the recipe, and those it validates on.</summary>
internal sealed class TrainingSources : IDisposable
{
    private readonly RealFrames? real, realValidation, films;
    private readonly StoredFrames? stored;
    private readonly CutOutFrames? cutOut;

    /// <summary>Prepares the sources.</summary>
    /// <param name="data">The embryos and movies.</param>
    /// <param name="recipe">The shares, and how frames vary.</param>
    /// <param name="split">Which embryos are on which side.</param>
    /// <param name="report">Told of what takes a while; null tells nobody.</param>
    /// <exception cref="InputException">An embryo, a movie or a label that the recipe asks for is not there, or movies are and no frame of them is
    /// trained on.</exception>
    internal TrainingSources(TrainingData data, TrainingRecipe recipe, EmbryoSplit split, Action<string>? report = null)
    {
        report ??= _ => { };
        data.Require(split);
        report($"preparing {split.Training.Length} embryos to render");
        FrameSampler sampler = data.Sampler(split.Training, recipe);
        real = data.RealFrames(recipe, split.Training, isVaried: true, report);
        if (data.Movies.Count > 0 && recipe is { RealShare: > 0, RealMovies.IsEmpty: false } && RealCount == 0) throw new InputException(
            data.Movies[0].Path,
                "and all other movies given are not trained on, and the recipe wants real frames: their embryos validate, test or are excluded. "
            + "Give them the role of training, or set the recipe's RealShare to 0.");
        realValidation = recipe.RealMovies.Contains(TrainingData.AllMovies) ? data.RealFrames(recipe, split.Validation, isVaried: false, report) : null;
        films = recipe.RealMovies.IsEmpty ? null : data.Films(recipe, report);
        stored = recipe.StoredFrames is { } count ? new StoredFrames(sampler, count, recipe, data.Cache) : null;
        double others = recipe.DistractorShare + recipe.AbnormalShare + recipe.FieldShare + (real is null ? 0 : recipe.RealShare);
        var sources = new List<(double, IFrameSource)>
        {
            (1 - others, stored as IFrameSource ?? new RenderedFrames(sampler, recipe.Microscopes, recipe.Views)),
            (recipe.DistractorShare, new Distractors(sampler, recipe.Microscopes, recipe.Views)),
        };
        if (real is not null) sources.Add((recipe.RealShare, real));
        if (recipe.AbnormalShare > 0)
            sources.Add((recipe.AbnormalShare, new RenderedFrames(
                data.AbnormalSampler(split.Training, recipe.BalancedShare, recipe.Seed), recipe.Microscopes, recipe.Views)));
        if (recipe.FieldShare > 0) sources.Add((recipe.FieldShare, cutOut = new CutOutFrames(sampler, recipe)));
        Training = new AugmentedFrames(new MixedFrames([.. sources]), recipe.Augmentations);
        var renderedValidation = new RenderedFrames(data.Sampler(split.Validation, recipe), recipe.Microscopes, recipe.Views);
        Validation = realValidation is null ? renderedValidation
            : new MixedFrames((1 - recipe.RealShare, renderedValidation), (recipe.RealShare, realValidation));
    }

    /// <summary>How many real frames are trained on.</summary>
    internal int RealCount => real?.Count ?? 0;

    /// <summary>How many embryos' movies they come from.</summary>
    internal int RealEmbryos => real is null ? 0 : Enumerable.Range(0, real.Count).Select(number => real.Shown(number).Embryo).Distinct().Count();

    /// <summary>Frames to train on, augmented.</summary>
    internal IFrameSource Training { get; }

    /// <summary>Frames to validate on: rendered ones drawn as in training, real ones as they were filmed.</summary>
    internal IFrameSource Validation { get; }

    /// <summary>The frames of all real movies as they were filmed, on whichever side; null where there are none, or none are wanted.</summary>
    internal IFrameSet? Films => films;

    /// <summary>The finite sets among the training frames.</summary>
    internal IEnumerable<IFrameSet> Sets => new IFrameSet?[] { stored, real }.OfType<IFrameSet>();

    /// <summary>Draws some frames no longer.</summary>
    internal void LeaveOut(IReadOnlyCollection<SetFrame> frames)
    {
        foreach (IFrameSet set in Sets) set.LeaveOut(frames.Where(frame => frame.Set == set.Name).Select(frame => frame.Number));
    }

    public void Dispose()
    {
        real?.Dispose();
        realValidation?.Dispose();
        films?.Dispose();
        stored?.Dispose();
        cutOut?.Dispose();
    }
}
