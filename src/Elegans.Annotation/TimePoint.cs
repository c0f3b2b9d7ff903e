namespace Elegans.Annotation;

/// <summary>A time point of an annotation, counted from 1 as EPIC counts them. Not a frame of a movie: those are counted from 0.</summary>
public readonly record struct TimePoint : IComparable<TimePoint>
{
    /// <summary>Creates a time point.</summary>
    /// <param name="value">Its number; the first is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is below 1.</exception>
    public TimePoint(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        Value = value;
    }

    /// <summary>The number of the time point; the first is 1.</summary>
    public int Value { get; }

    /// <summary>Compares by time.</summary>
    public static bool operator <(TimePoint left, TimePoint right) => left.Value < right.Value;

    /// <summary>Compares by time.</summary>
    public static bool operator >(TimePoint left, TimePoint right) => left.Value > right.Value;

    /// <summary>Compares by time.</summary>
    public static bool operator <=(TimePoint left, TimePoint right) => left.Value <= right.Value;

    /// <summary>Compares by time.</summary>
    public static bool operator >=(TimePoint left, TimePoint right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(TimePoint other) => Value.CompareTo(other.Value);

    /// <summary>Shows the number alone, as tables do.</summary>
    public override string ToString() => Value.ToString();
}
