using Elegans.Models;
using Elegans.Training.Data;

namespace Elegans.Training.Accuracy;

/// <summary>The ledger of a package once its interval widths and its limit of misfit were measured.</summary>
public static class CalibrationLedger
{
    /// <summary>The ledger with the embryos of the calibration side in that role; those of them that were kept for the test no longer are.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="card">The package's card, as it was before.</param>
    /// <param name="split">Its split, with a calibration side.</param>
    /// <exception cref="ModelPackageException">There is a ledger, and it cannot be read.</exception>
    public static TrainingLedger Of(string folder, ModelCard card, EmbryoSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        TrainingLedger ledger = PackageLedger.Calibrated(folder, card, split.Calibration);
        return ledger.WithOwn(ledger.Own with
        {
            Entries = [.. ledger.Own.Entries.Where(entry => entry.Role != LedgerRole.Test || !split.Calibration.Contains(entry.Embryo))],
        });
    }

    /// <summary>The ledger with the real movies that intervals were made wider for.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="card">The package's card.</param>
    /// <param name="movies">The movies.</param>
    /// <exception cref="ModelPackageException">There is a ledger, and it cannot be read.</exception>
    public static TrainingLedger WithMovies(string folder, ModelCard card, IEnumerable<AnnotatedMovie> movies)
    {
        TrainingLedger ledger = PackageLedger.Of(folder, card);
        return ledger.WithOwn(ledger.Own.With(movies.Select(
            movie => new LedgerEntry(movie.Recording, movie.Embryo, Path.GetFileName(movie.Path), LedgerRole.Calibration))));
    }
}
