namespace Elegans.Lineages;

/// <summary>Between how many cells the true count lies, nine times in ten.</summary>
/// <param name="Low">The least count.</param>
/// <param name="High">The greatest count; null where nothing bounds it from above.</param>
public readonly record struct CountInterval(int Low, int? High)
{
    /// <summary>Whether a count lies within.</summary>
    /// <param name="count">The count.</param>
    public bool Contains(int count) => count >= Low && !(count > High);
}
