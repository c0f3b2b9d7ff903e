using System.Text.Json;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Accuracy;

/// <summary>Several packages of one recipe, each trained without some recording: every movie is judged by one that never saw it.</summary>
public sealed class HeldOutModels : IDisposable
{
    private readonly List<(LineagePopulationModel Model, EmbryoSplit Split, TrainingRecipe Recipe)> models = [];

    /// <summary>Loads packages.</summary>
    /// <param name="folders">The packages, the one to prefer first.</param>
    /// <exception cref="ModelPackageException">One does not tell how it was trained.</exception>
    public HeldOutModels(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        foreach (string folder in folders)
        {
            var model = LineagePopulationModel.Load(folder);
            models.Add((model, Part<EmbryoSplit>(model.Card, folder, "split"), Part<TrainingRecipe>(model.Card, folder, "recipe")));
        }
    }

    /// <summary>The package to prefer.</summary>
    public LineagePopulationModel First => models[0].Model;

    /// <summary>The split of the package to prefer.</summary>
    public EmbryoSplit Split => models[0].Split;

    /// <summary>The recipe of the package to prefer.</summary>
    public TrainingRecipe Recipe => models[0].Recipe;

    /// <summary>The first package that never saw the recording of an embryo, or else the first of all; and what of the recording was in its training.</summary>
    /// <param name="embryo">The embryo.</param>
    public (LineagePopulationModel Model, string Training) For(string embryo)
    {
        string recording = EmbryoSplit.RecordingOf(embryo);
        foreach ((LineagePopulationModel model, EmbryoSplit split, TrainingRecipe recipe) in models)
        {
            if (!split.Excluded.Contains(embryo) || recipe.RealMovies.Select(EmbryoSplit.RecordingOf).Contains(recording)) continue;
            string real = recipe.RealMovies.IsEmpty ? "no real frame was trained on" : $"real frames of {string.Join(" and ", recipe.RealMovies)} were";
            return (model, $"none: nothing of its recording; {real}");
        }

        return (First, "IN TRAINING: real frames or renderings of its recording");
    }

    /// <inheritdoc/>
    public void Dispose() => models.ForEach(entry => entry.Model.Dispose());

    private static T Part<T>(ModelCard card, string folder, string name) =>
        card.Training is { } training && training.TryGetProperty(name, out JsonElement part) && part.Deserialize<T>() is { } read
            ? read
            : throw new ModelPackageException(folder, $"does not tell its {name}; only packages that elegans-train wrote can be measured.");
}
