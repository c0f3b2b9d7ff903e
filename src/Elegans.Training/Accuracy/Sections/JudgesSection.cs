using Elegans.Models;
using Elegans.Training.Data;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>What each package had seen of what it is judged on, and in which role.</summary>
internal sealed class JudgesSection : IReportSection
{
    private const string RealFrames = " (real frames)";

    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        page.Line("## What the judges had seen");
        page.Line(
            """
            A row for each package: its weights, what its ledger proves, and in which roles each judged recording touches these weights or any of
            their ancestors ([the roles](training.md#the-ledger)). The package that judges a movie says so. *Weights*, *Schedule* and *Calibration* spoil a
            figure; *Renderer*, *Clock*, *Course* and *Reference* mean that the recording was in view when what all packages share was set.
            """);
        page.Table(
            ["package", "weights", "what is known", .. measured.Movies.Select(movie => movie.Embryo), "test embryos"],
            measured.Models.Packages.Select(package => (string[])
            [
                $"{package.Folder} ({package.Card.Name} {package.Card.Version})", $"`{Short(package.Card.Weights.Sha256)}`", Known(package.Ledger),
                .. measured.Movies.Select(movie => (Judges(measured.Models, package, movie) ? "**judges**; " : "")
                    + Roles(package.Ledger, [(movie.Embryo, movie.Movie.Recording)])),
                (package == measured.Models.Packages[0] ? "**judges**; " : "")
                    + Roles(package.Ledger, [.. measured.TestTracks.Select(track => (track.Name, EmbryoSplit.RecordingOf(track.Name)))]),
            ]));
    }

    private static bool Judges(HeldOutModels models, JudgingPackage package, JudgedMovie movie) =>
        ReferenceEquals(models.For(movie.Embryo, movie.Movie.Recording).Model.Card, package.Card);

    /// <summary>What the ledger proves: all of it, or the roles in which there may be more than it names.</summary>
    internal static string Known(TrainingLedger ledger)
    {
        LedgerRole[] roles = Enum.GetValues<LedgerRole>(), unknown = [.. roles.Where(role => ledger.Unknown(role).Any())];
        string weights = ledger.Accounts.Length == 1 ? "these weights" : MarkdownPage.Text($"these weights and {ledger.Accounts.Length - 1} ancestors");
        return unknown.Length == 0 ? $"all that bore on {weights}"
            : unknown.Length == roles.Length ? "what its card names; nothing more is proved"
            : $"all that bore on {weights} but for {string.Join(", ", unknown)}";
    }

    /// <summary>The roles in which any of some embryos touches the weights.</summary>
    internal static string Roles(TrainingLedger ledger, IReadOnlyCollection<(string Embryo, string Recording)> embryos)
    {
        LedgerEntry[] touching = [.. embryos.SelectMany(embryo => ledger.Touching(embryo.Embryo, embryo.Recording)).Select(touching => touching.Entry)];
        string named = string.Join(", ", touching.Select(entry => entry.Role).Distinct().Order()
            .Select(role => role + (touching.Any(entry => entry.Role == role && entry.Movie is not null && role == LedgerRole.Weights) ? RealFrames : "")));
        return named.Length > 0 ? named : ledger.Unknown(LedgerRole.Weights).Any() ? "not named" : "nothing";
    }

    /// <summary>As much of a sum as tells weights apart.</summary>
    private static string Short(string sha256) => sha256[..Math.Min(8, sha256.Length)];
}
