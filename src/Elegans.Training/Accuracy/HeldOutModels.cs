using System.Text.Json;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Accuracy;

/// <summary>Several packages of one recipe, each trained without some recording: every movie is judged by one that provably never saw it.</summary>
public sealed class HeldOutModels : IDisposable
{
    private readonly List<(LineagePopulationModel Model, TrainingLedger Ledger, EmbryoSplit Split, TrainingRecipe Recipe)> models = [];
    private readonly List<JudgingPackage> packages = [];

    /// <summary>Loads packages.</summary>
    /// <param name="folders">The packages, the one to prefer first.</param>
    /// <exception cref="ModelPackageException">One does not say how it was trained, or its ledger cannot be read.</exception>
    public HeldOutModels(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        foreach (string folder in folders)
        {
            var model = LineagePopulationModel.Load(folder);
            models.Add((model, PackageLedger.Of(folder, model.Card), Part<EmbryoSplit>(model.Card, folder, "split"),
                Part<TrainingRecipe>(model.Card, folder, "recipe")));
            packages.Add(new JudgingPackage(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), model.Card, models[^1].Ledger));
        }
    }

    /// <summary>The package to prefer.</summary>
    public LineagePopulationModel First => models[0].Model;

    /// <summary>All packages, the one to prefer first.</summary>
    internal IReadOnlyList<JudgingPackage> Packages => packages;

    /// <summary>The split of the package to prefer.</summary>
    public EmbryoSplit Split => models[0].Split;

    /// <summary>The recipe of the package to prefer.</summary>
    public TrainingRecipe Recipe => models[0].Recipe;

    /// <summary>The package to judge an embryo by, its recording being the one that its name tells.</summary>
    /// <param name="embryo">The embryo.</param>
    /// <inheritdoc cref="For(string, string)"/>
    public (LineagePopulationModel Model, string Training) For(string embryo) => For(embryo, EmbryoSplit.RecordingOf(embryo));

    /// <summary>
    /// The first package that provably never saw a recording; or else the first of which that is not known; or else the first of all. And what of the
    /// recording was in its training.
    /// </summary>
    /// <param name="embryo">The embryo.</param>
    /// <param name="recording">Its recording.</param>
    public (LineagePopulationModel Model, string Training) For(string embryo, string recording)
    {
        (LineagePopulationModel model, SeenRecording seen) = models.Select(entry => (entry.Model, Seen: new SeenRecording(entry.Ledger, embryo, recording)))
            .MinBy(entry => entry.Seen.Answer switch { LedgerAnswer.Untouched => 0, LedgerAnswer.Unknown => 1, _ => 2 });
        return (model, seen.ToString());
    }

    /// <summary>Whether one of the packages provably never saw a recording.</summary>
    /// <param name="embryo">The embryo.</param>
    /// <param name="recording">Its recording.</param>
    public bool IsHeldOut(string embryo, string recording) =>
        models.Exists(entry => new SeenRecording(entry.Ledger, embryo, recording).Answer == LedgerAnswer.Untouched);

    /// <summary>What of some embryos was in the training of the package to prefer, in words.</summary>
    /// <param name="embryos">The embryos.</param>
    public string TrainingOf(IEnumerable<string> embryos)
    {
        SeenRecording[] seen = [.. embryos.Select(embryo => new SeenRecording(models[0].Ledger, embryo, EmbryoSplit.RecordingOf(embryo)))];
        int touched = seen.Count(each => each.Answer == LedgerAnswer.Touched);
        return touched > 0 ? $"IN TRAINING: {touched} of {seen.Length}, {seen.First(each => each.Answer == LedgerAnswer.Touched).Embryo} among them"
            : seen.FirstOrDefault(each => each.Answer == LedgerAnswer.Unknown)?.ToString() ?? "held out: neither trained, validated nor calibrated on";
    }

    /// <inheritdoc/>
    public void Dispose() => models.ForEach(entry => entry.Model.Dispose());

    private static T Part<T>(ModelCard card, string folder, string name) =>
        card.Training is { } training && training.TryGetProperty(name, out JsonElement part) && part.Deserialize<T>() is { } read
            ? read
            : throw new ModelPackageException(folder, $"does not say its {name}; only packages that elegans-train wrote can be measured.");
}
