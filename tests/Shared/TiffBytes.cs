using System.Buffers.Binary;
using System.Text;

namespace Elegans.Tests;

/// <summary>A TIFF written byte by byte, so that a test says exactly what is in it.</summary>
internal sealed class TiffBytes(bool bigEndian = false, bool big = false)
{
    private readonly List<byte> bytes = [.. Head(bigEndian, big)];
    private int link = big ? 8 : 4;

    /// <summary>The file so far.</summary>
    public byte[] Bytes => [.. bytes];

    /// <summary>How long it is so far.</summary>
    public int Length => bytes.Count;

    /// <summary>Appends bytes, and says where they are.</summary>
    public int Add(ReadOnlySpan<byte> more)
    {
        int at = bytes.Count;
        bytes.AddRange(more);
        if (bytes.Count % 2 == 1) bytes.Add(0);
        return at;
    }

    /// <summary>A page of one strip.</summary>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <param name="data">Its strip; null where the tags say everything.</param>
    /// <param name="description">Its description.</param>
    /// <param name="bits">Bits of a sample.</param>
    /// <param name="samples">Samples of a pixel.</param>
    /// <param name="photometric">What they mean.</param>
    /// <param name="tags">Other tags, which stand over those that follow from the rest: tag, type and values.</param>
    public TiffBytes Page(int width, int height, ReadOnlySpan<byte> data, string? description = null, int bits = 8, int samples = 1, int photometric = 1,
        params (int Tag, int Type, object Values)[] tags)
    {
        int at = Add(data);
        var all = new SortedDictionary<int, (int Type, object Values)>
        {
            [256] = (4, new long[] { width }),
            [257] = (4, new long[] { height }),
            [258] = (3, Enumerable.Repeat((long)bits, samples).ToArray()),
            [259] = (3, new long[] { 1 }),
            [262] = (3, new long[] { photometric }),
            [273] = (4, new long[] { at }),
            [277] = (3, new long[] { samples }),
            [278] = (4, new long[] { height }),
            [279] = (4, new long[] { data.Length }),
        };
        if (description is not null) all[270] = (2, Encoding.UTF8.GetBytes(description + "\0"));
        foreach ((int tag, int type, object values) in tags) all[tag] = (type, values);
        var entries = all.Select(tag =>
            (tag.Key, tag.Value.Type, Bytes: Values(tag.Value.Type, tag.Value.Values), Count: tag.Value.Values is Array values ? values.Length : 1)).ToArray();
        int[] places = [.. entries.Select(entry => entry.Bytes.Length > (big ? 8 : 4) ? Add(entry.Bytes) : -1)];
        int directory = bytes.Count;
        Patch(link, Number(directory, big ? 8 : 4));
        bytes.AddRange(Number(entries.Length, big ? 8 : 2));
        for (int entry = 0; entry < entries.Length; entry++)
        {
            bytes.AddRange(Number(entries[entry].Key, 2));
            bytes.AddRange(Number(entries[entry].Type, 2));
            bytes.AddRange(Number(entries[entry].Type is 5 ? entries[entry].Count / 2 : entries[entry].Count, big ? 8 : 4));
            bytes.AddRange(places[entry] >= 0 ? Number(places[entry], big ? 8 : 4)
                : [.. entries[entry].Bytes, .. new byte[(big ? 8 : 4) - entries[entry].Bytes.Length]]);
        }

        link = bytes.Count;
        bytes.AddRange(new byte[big ? 8 : 4]);
        return this;
    }

    /// <summary>Lets the last page's link lead somewhere.</summary>
    public TiffBytes LinkTo(int place)
    {
        Patch(link, Number(place, big ? 8 : 4));
        return this;
    }

    /// <summary>A number in the file's byte order.</summary>
    public byte[] Number(long value, int size)
    {
        byte[] number = new byte[8];
        if (bigEndian) BinaryPrimitives.WriteInt64BigEndian(number, value);
        else BinaryPrimitives.WriteInt64LittleEndian(number, value);
        return bigEndian ? number[(8 - size)..] : number[..size];
    }

    private static byte[] Head(bool bigEndian, bool big)
    {
        byte[] head = big ? [0x49, 0x49, 43, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] : [0x49, 0x49, 42, 0, 0, 0, 0, 0];
        if (!bigEndian) return head;
        head[0] = head[1] = (byte)'M';
        (head[2], head[3]) = (head[3], head[2]);
        if (big) (head[4], head[5]) = (head[5], head[4]);
        return head;
    }

    private byte[] Values(int type, object values) =>
        values is byte[] raw ? raw : [.. ((long[])values).SelectMany(value => Number(value, type switch { 3 => 2, 16 => 8, _ => 4 }))];

    private void Patch(int at, byte[] with)
    {
        for (int index = 0; index < with.Length; index++) bytes[at + index] = with[index];
    }
}
