namespace Elegans.Lineages;

/// <summary>
/// Age of an embryo in minutes since the four-cell stage began, as EPIC's embryos lived them at about 20 °C. Not a time
/// point and not a frame: those count images, whatever their interval.
/// </summary>
/// <param name="Minutes">Minutes; negative before the four-cell stage.</param>
public readonly record struct DevelopmentalTime(double Minutes) : IComparable<DevelopmentalTime>
{
    /// <summary>Compares by age.</summary>
    public static bool operator <(DevelopmentalTime left, DevelopmentalTime right) => left.Minutes < right.Minutes;

    /// <summary>Compares by age.</summary>
    public static bool operator >(DevelopmentalTime left, DevelopmentalTime right) => left.Minutes > right.Minutes;

    /// <summary>Compares by age.</summary>
    public static bool operator <=(DevelopmentalTime left, DevelopmentalTime right) => left.Minutes <= right.Minutes;

    /// <summary>Compares by age.</summary>
    public static bool operator >=(DevelopmentalTime left, DevelopmentalTime right) => left.Minutes >= right.Minutes;

    /// <inheritdoc/>
    public int CompareTo(DevelopmentalTime other) => Minutes.CompareTo(other.Minutes);

    /// <summary>Shows the minutes as tables do, to a tenth.</summary>
    public override string ToString() => Minutes.ToString("F1", System.Globalization.CultureInfo.InvariantCulture);
}
