namespace Elegans.Imaging.Tiff;

/// <summary>A directory of a TIFF: the tags of one page, and where the next directory is.</summary>
/// <param name="file">The file.</param>
/// <param name="at">Where the directory is.</param>
/// <param name="entries">Its entries.</param>
/// <param name="next">Where the next one is; 0 after the last.</param>
/// <param name="block">The file's bytes from there on, as far as they were read already.</param>
internal sealed class TiffDirectory(TiffFile file, long at, TiffEntry[] entries, long next, byte[] block)
{
    /// <summary>Where the directory is.</summary>
    internal long At => at;

    /// <summary>Where the next one is; 0 after the last.</summary>
    internal long Next => next;

    /// <summary>Whether there is such a tag.</summary>
    internal bool Has(TagId tag) => Find(tag) is not null;

    /// <summary>The first entry of a tag; null where there is none.</summary>
    internal TiffEntry? Find(TagId tag)
    {
        foreach (TiffEntry entry in entries)
            if (entry.Tag == tag) return entry;
        return null;
    }

    /// <summary>The first whole number of a tag.</summary>
    internal long Whole(TagId tag, long otherwise)
    {
        if (Find(tag) is not { Count: > 0 } entry || !IsWhole(entry)) return otherwise;
        Span<byte> bytes = stackalloc byte[8];
        Take(entry.At, bytes[..entry.Size]);
        return Whole(bytes, entry);
    }

    /// <summary>The whole numbers of a tag; none where it is missing.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="most">How many are read at most.</param>
    /// <exception cref="InvalidDataException">They are not inside the file.</exception>
    internal long[] Wholes(TagId tag, long most)
    {
        if (Find(tag) is not { } entry || !IsWhole(entry)) return [];
        byte[] bytes = Bytes(entry, most);
        long[] values = new long[bytes.Length / entry.Size];
        for (int value = 0; value < values.Length; value++) values[value] = Whole(bytes.AsSpan(value * entry.Size), entry);
        return values;
    }

    /// <summary>A fraction; null where it is missing or none.</summary>
    internal double? Fraction(TagId tag)
    {
        if (Find(tag) is not { Type: 5, Count: > 0 } entry) return null;
        Span<byte> bytes = stackalloc byte[8];
        Take(entry.At, bytes);
        double fraction = file.Whole32(bytes) / (double)file.Whole32(bytes[4..]);
        return double.IsFinite(fraction) && fraction > 0 ? fraction : null;
    }

    /// <summary>The texts of a tag, without what follows their end; a file can have the tag twice.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="most">Longer ones are left out.</param>
    internal IEnumerable<string> Texts(TagId tag, int most)
    {
        foreach (TiffEntry entry in entries)
        {
            if (entry.Tag != tag || entry.Size != 1 || entry.Count > most) continue;
            yield return DescriptionText.Decode(Bytes(entry, most));
        }
    }

    /// <summary>Refuses a directory with a tag that is not inside the file.</summary>
    /// <exception cref="InvalidDataException">It has one.</exception>
    internal void RequireInside()
    {
        foreach (TiffEntry entry in entries)
            if (entry.Size > 0 && (entry.At < 0 || entry.At > file.Length
                || entry.Count > (file.Length - entry.At) / entry.Size)) throw new InvalidDataException("a tag claims more than the file has");
    }

    /// <summary>The bytes of an entry's values, as they are in the file.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="most">How many values are read at most.</param>
    internal byte[] Bytes(TiffEntry entry, long most)
    {
        long length = Math.Min(entry.Count, most) * entry.Size;
        // What the file claims is checked before anything is allocated.
        if (entry.At < 0 || length > file.Length - entry.At) throw new EndOfStreamException("a tag points beyond the end of the file");
        if (length > Array.MaxLength) throw new InvalidDataException("a tag is larger than can be read");
        byte[] bytes = new byte[length];
        Take(entry.At, bytes);
        return bytes;
    }

    /// <summary>Bytes from a place; small values lie in the directory itself, which was read.</summary>
    private void Take(long from, Span<byte> into)
    {
        if (from >= at && from + into.Length <= at + block.Length) block.AsSpan((int)(from - at), into.Length).CopyTo(into);
        else file.Read(from, into);
    }

    private static bool IsWhole(TiffEntry entry) => entry.Type is 1 or 3 or 4 or 13 or 16 or 18 or 6 or 8 or 9 or 17;

    private long Whole(ReadOnlySpan<byte> bytes, TiffEntry entry) => entry.Size switch
    {
        1 => bytes[0],
        2 => file.Whole16(bytes),
        4 => file.Whole32(bytes),
        _ => (long)Math.Min(file.Whole64(bytes), long.MaxValue),
    };
}
