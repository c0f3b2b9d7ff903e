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
    private readonly ByContent<ImmutableArray<string>> test;
    private readonly ByContent<ImmutableArray<string>> calibration = new([]);
    private readonly ByContent<ImmutableArray<string>> excluded = new([]);

    /// <summary>The fewest recordings that can be split.</summary>
    public const int MinRecordings = 3;

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
    /// Embryos that interval widths are measured on, and nothing else is decided by. None in splits that were drawn before there was such a side, and of
    /// so few recordings that none is left for it: <see cref="WithCalibration"/> takes some of the test side then.
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
    /// <exception cref="ArgumentException">There are too few recordings to have one on each side.</exception>
    /// <remarks>The validation and test sides are those that were drawn before there was a calibration side, which is taken from the rest.</remarks>
    public static EmbryoSplit Draw(IEnumerable<string> embryos, Func<string, bool> isExcluded, double share, int seed, Func<string, string>? recordingOf = null)
    {
        ArgumentNullException.ThrowIfNull(embryos);
        ArgumentNullException.ThrowIfNull(isExcluded);
        recordingOf ??= RecordingOf;
        string[] all = [.. embryos.Distinct().Order(StringComparer.Ordinal)];
        HashSet<string> excludedRecordings = [.. all.Where(isExcluded).Select(recordingOf)];
        ILookup<bool, string> byExclusion = all.ToLookup(embryo => excludedRecordings.Contains(recordingOf(embryo)));
        var recordings = byExclusion[false].GroupBy(recordingOf).Select(group => group.ToArray()).ToArray();
        new Random(seed).Shuffle(recordings);
        int aside = Math.Max(1, (int)Math.Round(share * recordings.Length));
        if (recordings.Length < (2 * aside) + 1)
            throw new ArgumentException($"{recordings.Length} recording(s) are too few to train, validate and test on different ones.", nameof(embryos));
        int trained = recordings.Length > 3 * aside ? 3 * aside : 2 * aside;
        return new EmbryoSplit
        {
            Validation = Names(recordings[..aside]),
            Test = Names(recordings[aside..(2 * aside)]),
            Calibration = Names(recordings[(2 * aside)..trained]),
            Training = Names(recordings[trained..]),
            Excluded = [.. byExclusion[true]],
        };
    }

    /// <summary>
    /// The split with a calibration side: itself where it has one. Otherwise the test side is divided, by its recordings in the order of their names: of
    /// every three, the first and the third calibrate, the second stays the test. It depends on nothing but names, so that nobody can choose by result.
    /// </summary>
    /// <param name="recordingOf">The recording of an embryo; by its name unless given.</param>
    /// <exception cref="InvalidOperationException">The test side has a single recording, or none.</exception>
    public EmbryoSplit WithCalibration(Func<string, string>? recordingOf = null)
    {
        if (!Calibration.IsEmpty) return this;
        string[][] recordings = [.. Test.GroupBy(recordingOf ?? RecordingOf).OrderBy(recording => recording.Key, StringComparer.Ordinal)
            .Select(recording => recording.ToArray())];
        if (recordings.Length < 2) throw new InvalidOperationException(
            $"The split has no calibration side, and its test side cannot be divided: it has {recordings.Length} recording(s).");
        return this with
        {
            Calibration = Names([.. recordings.Where((_, place) => place % 3 != 1)]),
            Test = Names([.. recordings.Where((_, place) => place % 3 == 1)]),
        };
    }

    private static ImmutableArray<string> Names(string[][] recordings) => [.. recordings.SelectMany(names => names).Order(StringComparer.Ordinal)];
}
