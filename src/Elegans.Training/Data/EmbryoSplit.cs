using System.Collections.Immutable;
using Elegans.Lineages;
using Elegans.Models;

namespace Elegans.Training.Data;

/// <summary>
/// Which embryos are trained on, which choose the learning rate and the best weights, which set the widths of intervals, and which judge the result.
/// </summary>
/// <remarks>Embryos of one recording (names that differ only in a trailing <c>_L1</c>, <c>_L2</c>, …) are always on one side.</remarks>
public sealed record EmbryoSplit
{
    private readonly ByContent<ImmutableArray<string>> training;
    private readonly ByContent<ImmutableArray<string>> validation;
    private readonly ByContent<ImmutableArray<string>> calibration = new([]);
    private readonly ByContent<ImmutableArray<string>> test;
    private readonly ByContent<ImmutableArray<string>> excluded = new([]);

    /// <summary>Embryos the network is trained on.</summary>
    public required ImmutableArray<string> Training
    {
        get => training.Value;
        init => training = new(value);
    }

    /// <summary>Embryos that decide when the learning rate falls and which weights are best.</summary>
    public required ImmutableArray<string> Validation
    {
        get => validation.Value;
        init => validation = new(value);
    }

    /// <summary>
    /// Embryos that interval widths are measured on, and nothing else is decided by. Empty in splits of before there was such a side, and of so few
    /// recordings that none is left for it: <see cref="WithCalibration"/> takes some of the test side then.
    /// </summary>
    public ImmutableArray<string> Calibration
    {
        get => calibration.Value;
        init => calibration = new(value);
    }

    /// <summary>Embryos that nothing is decided by; the card's rendered figures come from them.</summary>
    public required ImmutableArray<string> Test
    {
        get => test.Value;
        init => test = new(value);
    }

    /// <summary>Embryos that are not rendered at all, such as those whose real movies judge the model.</summary>
    public ImmutableArray<string> Excluded
    {
        get => excluded.Value;
        init => excluded = new(value);
    }

    /// <summary>The recording an embryo was filmed in: its name without a trailing embryo number.</summary>
    /// <param name="embryo">The embryo's name.</param>
    public static string RecordingOf(string embryo) => LedgerEntry.RecordingOf(embryo);

    /// <summary>Splits embryos by recording.</summary>
    /// <param name="embryos">Their names.</param>
    /// <param name="isExcluded">Which to leave out altogether.</param>
    /// <param name="share">The part of the recordings for validation, as much again for the test, and for calibration.</param>
    /// <param name="seed">Which split to draw.</param>
    /// <param name="recordingOf">The recording of an embryo; by its name unless given.</param>
    /// <param name="given">The side that an embryo's recording was given; null where the draw decides, as it does for all unless given.</param>
    /// <exception cref="ArgumentException">There are too few recordings to have one on each side, or embryos of one recording were given different
    /// sides.</exception>
    /// <remarks>The validation and test sides are those that were drawn before there was a calibration side.</remarks>
    public static EmbryoSplit Draw(
        IEnumerable<string> embryos,
        Func<string, bool> isExcluded,
        double share,
        int seed,
        Func<string, string>? recordingOf = null,
        Func<string, SplitSide?>? given = null)
    {
        ArgumentNullException.ThrowIfNull(embryos);
        ArgumentNullException.ThrowIfNull(isExcluded);
        recordingOf ??= RecordingOf;
        string[] all = [.. embryos.Distinct().Order(StringComparer.Ordinal)];
        ILookup<SplitSide?, string[]> bySide = all.GroupBy(recordingOf).Select(group => group.ToArray()).ToLookup(recording => SideOf(recording));
        string[][] drawn = [.. bySide[null]];
        new Random(seed).Shuffle(drawn);
        int recordings = drawn.Length + bySide.Where(side => side.Key is not null and not SplitSide.Excluded).Sum(side => side.Count());
        int aside = Math.Max(1, (int)Math.Round(share * recordings)), taken = 0;
        // A side that was given recordings is drawn as many fewer.
        string[][] validates = Take(SplitSide.Validation, aside), tests = Take(SplitSide.Test, aside);
        bool isEnough = drawn.Length - taken > Missing(SplitSide.Calibration, aside) || bySide.Contains(SplitSide.Training);
        string[][] calibrates = isEnough ? Take(SplitSide.Calibration, aside) : [.. bySide[SplitSide.Calibration]];
        string[][] trains = [.. bySide[SplitSide.Training], .. drawn[taken..]];
        if (validates.Length == 0 || tests.Length == 0 || trains.Length == 0)
            throw new ArgumentException($"{recordings} recording(s) are too few to train, validate and test on different ones.", nameof(embryos));
        return new EmbryoSplit
        {
            Validation = Names(validates),
            Calibration = Names(calibrates),
            Test = Names(tests),
            Training = Names(trains),
            Excluded = Names([.. bySide[SplitSide.Excluded]]),
        };

        SplitSide? SideOf(string[] recording)
        {
            if (recording.Any(isExcluded)) return SplitSide.Excluded;
            SplitSide?[] sides = [.. recording.Select(embryo => given?.Invoke(embryo)).Where(side => side is not null).Distinct()];
            return sides.Length <= 1 ? sides.FirstOrDefault() : throw new ArgumentException(
                $"The embryos {string.Join(", ", recording)} are of one recording, and were given different sides.", nameof(given));
        }

        int Missing(SplitSide side, int wanted) => Math.Max(0, wanted - bySide[side].Count());

        string[][] Take(SplitSide side, int wanted)
        {
            int from = Math.Min(taken, drawn.Length);
            taken = Math.Min(drawn.Length, from + Missing(side, wanted));
            return [.. bySide[side], .. drawn[from..taken]];
        }
    }

    /// <summary>
    /// The split with a calibration side: itself where it has one. Otherwise the test side is divided, by its recordings in the order of their names: of
    /// every three, the first and the third calibrate, the second stays the test. It depends on nothing but names, so that nobody can choose by result.
    /// </summary>
    /// <exception cref="InvalidOperationException">The test side has a single recording, or none.</exception>
    public EmbryoSplit WithCalibration()
    {
        if (!Calibration.IsEmpty) return this;
        string[][] recordings = [.. Test.GroupBy(RecordingOf).OrderBy(recording => recording.Key, StringComparer.Ordinal)
            .Select(recording => recording.ToArray())];
        if (recordings.Length < 2) throw new InvalidOperationException(
            "The split has no calibration side, and its test side is a single recording, which cannot be divided.");
        return this with
        {
            Calibration = Names([.. recordings.Where((_, place) => place % 3 != 1)]),
            Test = Names([.. recordings.Where((_, place) => place % 3 == 1)]),
        };
    }

    private static ImmutableArray<string> Names(string[][] recordings) => [.. recordings.SelectMany(names => names).Order(StringComparer.Ordinal)];
}
