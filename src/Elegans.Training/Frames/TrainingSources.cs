using Elegans.Files;
using Elegans.Training.Augmentations;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Frames;

/// <summary>Where the frames of a run come from: those it trains on, in the shares of the recipe, and those it validates on.</summary>
internal sealed class TrainingSources : IDisposable
{
    private readonly RealFrames? real, realValidation;
    private readonly StoredFrames? stored;

    /// <summary>Prepares the sources.</summary>
    /// <param name="data">The embryos and movies.</param>
    /// <param name="recipe">The shares, and how frames vary.</param>
    /// <param name="split">Which embryos are on which side.</param>
    /// <exception cref="InputException">An embryo, a movie or a label that the recipe asks for is not there.</exception>
    internal TrainingSources(TrainingData data, TrainingRecipe recipe, EmbryoSplit split)
    {
        FrameSampler sampler = data.Sampler(split.Training, recipe);
        real = data.RealFrames(recipe, split.Training);
        realValidation = recipe.RealMovies.Contains(TrainingData.AllMovies) ? data.RealFrames(recipe, split.Validation) : null;
        stored = recipe.StoredFrames is { } count ? new StoredFrames(sampler, count, recipe, data.Cache) : null;
        double others = recipe.DistractorShare + recipe.AbnormalShare + (real is null ? 0 : recipe.RealShare);
        var sources = new List<(double, IFrameSource)>
        {
            (1 - others, stored as IFrameSource ?? new RenderedFrames(sampler, recipe.Microscopes, recipe.Views)),
            (recipe.DistractorShare, new Distractors(sampler, recipe.Microscopes, recipe.Views)),
        };
        if (real is not null) sources.Add((recipe.RealShare, real));
        if (recipe.AbnormalShare > 0)
            sources.Add((recipe.AbnormalShare, new RenderedFrames(
                data.AbnormalSampler(split.Training, recipe.BalancedShare, recipe.Seed), recipe.Microscopes, recipe.Views)));
        Training = new AugmentedFrames(new MixedFrames([.. sources]), recipe.Augmentations);
        var renderedValidation = new RenderedFrames(data.Sampler(split.Validation, recipe), recipe.Microscopes, recipe.Views);
        Validation = realValidation is null ? renderedValidation
            : new MixedFrames((1 - recipe.RealShare, renderedValidation), (recipe.RealShare, realValidation));
    }

    /// <summary>Frames to train on, augmented.</summary>
    internal IFrameSource Training { get; }

    /// <summary>Frames to validate on, as they are.</summary>
    internal IFrameSource Validation { get; }

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
        stored?.Dispose();
    }
}
