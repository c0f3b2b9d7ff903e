using System.Collections;

namespace Elegans.Lineages;

/// <summary>
/// A collection in a record: two are equal where their elements are, in the same order. Records compare their fields, and
/// collections by themselves compare by identity, so that two equal records would count as different.
/// </summary>
/// <typeparam name="T">The collection; its elements may be collections too (arrays, immutable arrays).</typeparam>
/// <param name="value">The collection.</param>
internal readonly struct ByContent<T>(T value) : IEquatable<ByContent<T>>
    where T : IEnumerable?
{
    /// <summary>The collection.</summary>
    internal T Value { get; } = value;

    /// <inheritdoc/>
    public bool Equals(ByContent<T> other)
    {
        if (EqualityComparer<T>.Default.Equals(Value, other.Value)) return true;
        if (IsMissing || other.IsMissing) return false;
        IEnumerator mine = Value!.GetEnumerator(), others = other.Value!.GetEnumerator();
        while (mine.MoveNext())
            if (!others.MoveNext() || !StructuralComparisons.StructuralEqualityComparer.Equals(mine.Current, others.Current)) return false;
        return !others.MoveNext();
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByContent<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        if (IsMissing) return 0;
        foreach (object? element in Value!) hash.Add(element is null ? 0 : StructuralComparisons.StructuralEqualityComparer.GetHashCode(element));
        return hash.ToHashCode();
    }

    /// <summary>An immutable array that was never set cannot even be asked for its elements.</summary>
    private bool IsMissing => Value is null || EqualityComparer<T>.Default.Equals(Value, default);
}
