using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Development;

/// <summary>What the clock takes for granted of readings and of time. The defaults were set on rendered movies of validation embryos.</summary>
public sealed record ClockSettings
{
    private readonly ByContent<ImmutableArray<double>> readingError = new([0.16, 0.3, 0.25, 0.2, 0.3, 0.35, 0.4]);

    /// <summary>
    /// How far a reading lies from the reference course, in doublings (log2 of one plus the count): standard deviation for each lineage, in table
    /// order.
    /// </summary>
    public ImmutableArray<double> ReadingError
    {
        get => readingError.Value;
        init => readingError = new(value);
    }

    /// <summary>Readings err together while an embryo looks the same: over this many minutes of development they count as one.</summary>
    public double ErrorsTogether { get; init; } = 6;

    /// <summary>How heavy the tails of reading errors are: degrees of freedom of Student's t.</summary>
    public double Tails { get; init; } = 4;

    /// <summary>How freely the pace drifts: standard deviation of its natural logarithm after one minute of development.</summary>
    public double PaceDrift { get; init; } = 0.012;

    /// <summary>Minutes of development in a minute of filming, as the log2, before anything was read: most laboratories film above 20 °C.</summary>
    public double UsualPace { get; init; } = 0.2;

    /// <summary>Spread of the pace before anything was read, as the standard deviation of its log2, where the frame interval is not known.</summary>
    public double PaceSpread { get; init; } = 1.0;

    /// <summary>The same where the frame interval is known: temperature and strain.</summary>
    public double KnownPaceSpread { get; init; } = 0.25;
}
