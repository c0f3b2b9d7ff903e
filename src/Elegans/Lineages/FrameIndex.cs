namespace Elegans.Lineages;

/// <summary>Which frame of a movie, counted from 0. Not a time point of an annotation: those are counted from 1.</summary>
public readonly record struct FrameIndex : IComparable<FrameIndex>
{
    /// <summary>Creates the index of a frame.</summary>
    /// <param name="value">The number of frames before it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public FrameIndex(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    /// <summary>The number of frames before this one.</summary>
    public int Value { get; }

    /// <summary>The index of the frame after this one.</summary>
    public FrameIndex Next => new(Value + 1);

    /// <summary>Compares by position in the movie.</summary>
    public static bool operator <(FrameIndex left, FrameIndex right) => left.Value < right.Value;

    /// <summary>Compares by position in the movie.</summary>
    public static bool operator >(FrameIndex left, FrameIndex right) => left.Value > right.Value;

    /// <summary>Compares by position in the movie.</summary>
    public static bool operator <=(FrameIndex left, FrameIndex right) => left.Value <= right.Value;

    /// <summary>Compares by position in the movie.</summary>
    public static bool operator >=(FrameIndex left, FrameIndex right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(FrameIndex other) => Value.CompareTo(other.Value);

    /// <summary>Shows the index alone, as tables do.</summary>
    public override string ToString() => Value.ToString();
}
