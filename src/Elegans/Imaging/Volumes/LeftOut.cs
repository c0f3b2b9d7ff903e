using Elegans.Files;

namespace Elegans.Imaging.Volumes;

/// <summary>The time points that a volume should have and that cannot be read, and why.</summary>
internal sealed class LeftOut
{
    private int missing, damaged, firstMissing, firstDamaged;
    private string? damage;

    /// <summary>Nothing of a time point is stored.</summary>
    internal void Missing(int frame)
    {
        if (missing++ == 0) firstMissing = frame;
    }

    /// <summary>Something of a time point is damaged.</summary>
    internal void Damaged(int frame, string how)
    {
        if (damaged++ > 0) return;
        (firstDamaged, damage) = (frame, how);
    }

    /// <summary>What to tell once some time points were read.</summary>
    internal IEnumerable<SourceNote> Notes(int frames)
    {
        if (missing > 0)
            yield return new SourceNote(FormattableString.Invariant(
                $"Of its {frames} time points {missing} are not stored (the first of them is frame {firstMissing}); they are left out."));
        if (damaged > 0)
            yield return new SourceNote(
                FormattableString.Invariant($"Of its {frames} time points {damaged} are damaged and left out; frame {firstDamaged}: {damage}"));
    }

    /// <summary>What is wrong where no time point could be read.</summary>
    internal InputException Nothing(string path) => new(
        path, damage is null ? "holds no picture: none of its time points is stored; it may be a copy that was cut short."
            : $"has no time point that can be read: {damage} Copy it again from its source.");
}
