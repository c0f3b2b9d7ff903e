using Elegans.Models;

namespace Elegans.Training.Accuracy;

/// <summary>What of an embryo's recording bore on a model, as its ledger says.</summary>
/// <param name="ledger">The model's ledger.</param>
/// <param name="embryo">The embryo.</param>
/// <param name="recording">Its recording.</param>
public sealed class SeenRecording(TrainingLedger ledger, string embryo, string recording)
{
    /// <summary>The roles in which a recording spoils a figure on it, the worst first.</summary>
    private static readonly (LedgerRole Role, string Said)[] Deciding =
    [
        (LedgerRole.Weights, "IN TRAINING"), (LedgerRole.Schedule, "IN VALIDATION"), (LedgerRole.Calibration, "IN CALIBRATION"),
    ];

    /// <summary>Roles in which it was in view when what all models share was set.</summary>
    private static readonly (LedgerRole Role, string Said)[] InView =
    [
        (LedgerRole.Renderer, "the renderer's ranges"), (LedgerRole.Clock, "the clock's settings and limit of misfit"),
        (LedgerRole.Course, "the reference course"), (LedgerRole.Reference, "the reference embryo"),
    ];

    /// <summary>The embryo.</summary>
    public string Embryo { get; } = embryo;

    /// <summary>Whether it moved weights, chose an epoch or calibrated, of the model or of any ancestor.</summary>
    public LedgerAnswer Answer { get; } = Of([.. Deciding.Select(deciding => ledger.Asked(embryo, recording, deciding.Role))]);

    /// <summary>The same in words.</summary>
    public override string ToString()
    {
        (LedgerAccount Account, LedgerEntry Entry)[] touching = [.. ledger.Touching(Embryo, recording)];
        return Answer switch
        {
            LedgerAnswer.Touched => Touched(touching),
            LedgerAnswer.Unknown => $"unknown: {(IsForTest(touching) ? "kept for the test, but " : "")}what was trained on is not proved for {Unproved()}",
            _ => $"held out: nothing of its recording moved the weights, chose the epoch or calibrated; {RealFrames()}{Viewed(touching)}",
        };
    }

    private static LedgerAnswer Of(LedgerAnswer[] answers) => answers.Contains(LedgerAnswer.Touched) ? LedgerAnswer.Touched
        : answers.Contains(LedgerAnswer.Unknown) ? LedgerAnswer.Unknown : LedgerAnswer.Untouched;

    private static bool IsForTest((LedgerAccount Account, LedgerEntry Entry)[] touching) => touching.Any(each => each.Entry.Role == LedgerRole.Test);

    private static string Touched((LedgerAccount Account, LedgerEntry Entry)[] touching)
    {
        (LedgerRole role, string said) = Deciding.First(deciding => touching.Any(each => each.Entry.Role == deciding.Role));
        (LedgerAccount account, LedgerEntry entry) = touching.Where(each => each.Entry.Role == role)
            .OrderBy(each => each.Entry.Movie is null).First();
        return $"{said}: {(entry.Movie is null ? "renderings" : "real frames")} of {entry.Embryo}, by the weights {Short(account)}";
    }

    private string Unproved() => $"the weights {string.Join(", ", Deciding.SelectMany(deciding => ledger.Unknown(deciding.Role)).Select(Short).Distinct())}";

    private string RealFrames() => string.Join(" and ", ledger.RealMovies()) is { Length: > 0 } real ? $"real frames of {real} did"
        : "no real frame was trained on";

    private static string Viewed((LedgerAccount Account, LedgerEntry Entry)[] touching) =>
        string.Join(", ", InView.Where(view => touching.Any(each => each.Entry.Role == view.Role)).Select(view => view.Said)) is { Length: > 0 } viewed
            ? $"; set with it in view: {viewed}" : "";

    /// <summary>As much of a sum as tells weights apart.</summary>
    private static string Short(LedgerAccount account) => account.Sha256[..Math.Min(8, account.Sha256.Length)];
}
