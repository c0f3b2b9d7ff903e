using Elegans.Training.Recipe;

namespace Elegans.Training.Data;

/// <summary>
/// Draws the split of a run: first what was decided before, by the recipe, by given roles, by the split of the weights it starts from; then real movies,
/// which a laboratory trains for and so are trained on; chance decides only of the rest.
/// </summary>
/// <param name="data">The embryos.</param>
/// <param name="recipe">What it excludes, the shares, the seed.</param>
/// <param name="before">The split of the weights that the run starts from; null for random weights.</param>
internal sealed class SplitDraw(TrainingData data, TrainingRecipe recipe, EmbryoSplit? before)
{
    private readonly Dictionary<string, SplitSide> sides = new(StringComparer.Ordinal);

    /// <summary>The split.</summary>
    /// <exception cref="ArgumentException">There are too few recordings to have one on each side.</exception>
    internal EmbryoSplit Drawn()
    {
        string[] all = [.. data.Tracks.Keys.Order(StringComparer.Ordinal)];
        Decide(all.Where(embryo => recipe.Exclude.Any(part => embryo.Contains(part, StringComparison.Ordinal))), SplitSide.Excluded);
        foreach (var role in data.Roles.GroupBy(role => role.Value)) Decide(role.Select(pair => pair.Key), role.Key);
        if (before is not null) DecideAs(before);
        HashSet<string> filmed = [.. recipe.RealMovies.Contains(TrainingData.AllMovies) ? data.Movies.Select(movie => movie.Recording) : []];
        string[] open = [.. all.Where(embryo => !sides.ContainsKey(data.RecordingOf(embryo)))];
        bool validates = sides.ContainsValue(SplitSide.Validation);
        // Films are divided only where nothing else can validate.
        if (validates || open.Select(data.RecordingOf).Except(filmed).Count() >= EmbryoSplit.MinRecordings)
        {
            Decide(open.Where(embryo => filmed.Contains(data.RecordingOf(embryo))), SplitSide.Training);
            open = [.. open.Where(embryo => !filmed.Contains(data.RecordingOf(embryo)))];
        }

        if (validates) Decide(open, SplitSide.Training);
        else if (open.Select(data.RecordingOf).Distinct().Count() >= EmbryoSplit.MinRecordings)
            DecideAs(EmbryoSplit.Draw(open, _ => false, recipe.HeldOutShare, recipe.SplitSeed ?? recipe.Seed, data.RecordingOf));
        EmbryoSplit split = new()
        {
            Training = [.. On(SplitSide.Training)],
            Validation = [.. On(SplitSide.Validation)],
            Calibration = [.. On(SplitSide.Calibration)],
            Test = [.. On(SplitSide.Test)],
            Excluded = [.. On(SplitSide.Excluded)],
        };
        return split is { Training.IsEmpty: false, Validation.IsEmpty: false } ? split : throw new ArgumentException(
            $"{all.Select(data.RecordingOf).Distinct().Count()} recording(s) are too few to train, validate and test on different ones. Embryos drawn from the "
            + "reference embryo can validate, a manifest can give roles, and the command cross judges every recording by a network that never saw it.");

        IEnumerable<string> On(SplitSide side) => all.Where(embryo => sides.TryGetValue(data.RecordingOf(embryo), out SplitSide known) && known == side);
    }

    /// <summary>Puts the recordings of some embryos on a side, unless they are on one already.</summary>
    private void Decide(IEnumerable<string> embryos, SplitSide side)
    {
        foreach (string embryo in embryos) _ = sides.TryAdd(data.RecordingOf(embryo), side);
    }

    private void DecideAs(EmbryoSplit split)
    {
        foreach ((IEnumerable<string> embryos, SplitSide side) in new (IEnumerable<string>, SplitSide)[]
        {
            (split.Training, SplitSide.Training), (split.Validation, SplitSide.Validation), (split.Calibration, SplitSide.Calibration),
            (split.Test, SplitSide.Test),
        }) Decide(embryos.Where(data.Tracks.ContainsKey), side);
    }
}
