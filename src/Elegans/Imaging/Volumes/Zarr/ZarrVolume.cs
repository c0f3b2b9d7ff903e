using System.Buffers.Binary;
using Elegans.Files;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>An array of a Zarr store as a volume.</summary>
internal sealed class ZarrVolume : Volume
{
    private readonly string store;
    private readonly ZarrArray array;

    /// <summary>Which of the five axes each axis of the array is.</summary>
    private readonly IReadOnlyList<int> axes;
    private (string File, ulong[] Places) index = ("", []);

    /// <summary>Takes an array for a volume.</summary>
    /// <param name="store">The store, for messages.</param>
    /// <param name="array">The array.</param>
    /// <param name="axes">Which of time, channel, z, y and x each of its axes is, counted from 0, in that order.</param>
    internal ZarrVolume(string store, ZarrArray array, IReadOnlyList<int> axes)
    {
        (this.store, this.array, this.axes) = (store, array, axes);
        (Size, Chunk) = (OfAxes(array.Shape), OfAxes(array.Chunk));
    }

    /// <inheritdoc/>
    internal override VolumeSize Size { get; }

    /// <inheritdoc/>
    internal override VolumeSize Chunk { get; }

    /// <inheritdoc/>
    internal override SampleType Type => array.Type.Decoded;

    /// <inheritdoc/>
    internal override double Fill => array.Fill;

    /// <summary>What is read of a file at most: compression can make noise a little larger.</summary>
    private int MaxStored => (int)Math.Min(array.ChunkBytes + (array.ChunkBytes / 8L) + 65_536, Array.MaxLength);

    /// <inheritdoc/>
    internal override VolumeBlock? Decode(VolumeSize chunk)
    {
        int[] all = [chunk.T, chunk.C, chunk.Z, chunk.Y, chunk.X], numbers = [.. axes.Select(axis => all[axis])];
        string file = array.File(array.Shards is null ? numbers : numbers.Zip(array.Shards.PerFile, (number, per) => number / per));
        try
        {
            byte[]? stored = array.Shards is null ? ReadWhole(file) : ReadPart(file, numbers, array.Shards);
            if (stored is null) return null;
            for (int step = 0; step < array.Codecs.Count; step++) stored = array.Codecs[step].Decode(stored, step == array.Codecs.Count - 1
                ? array.ChunkBytes : MaxStored);
            if (stored.Length != array.ChunkBytes)
                throw new InvalidDataException(FormattableString.Invariant($"it has {stored.Length} bytes and should have {array.ChunkBytes}."));
            return new VolumeBlock(array.Type.Decode(stored), Chunk);
        }
        catch (InvalidDataException exception)
        {
            string name = $"{Path.GetRelativePath(store, file)}{(array.Shards is null ? "" : $" (chunk {string.Join('.', numbers)})")}";
            throw new InvalidDataException($"the chunk {name} is damaged: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"the chunk {Path.GetRelativePath(store, file)} cannot be read: {exception.Message}", exception);
        }
    }

    private byte[]? ReadWhole(string file)
    {
        // A pipe of that name would be waited for without end.
        if (FileKinds.Of(file) != FileKind.File) return null;
        using FileStream stream = File.OpenRead(file);
        return Read(stream, 0, stream.Length);
    }

    private byte[]? ReadPart(string file, int[] numbers, ZarrShards shards)
    {
        if (FileKinds.Of(file) != FileKind.File) return null;
        using FileStream stream = File.OpenRead(file);
        if (index.File != file) index = (file, ReadIndex(stream, shards));
        int part = 0;
        for (int axis = 0; axis < numbers.Length; axis++) part = (part * shards.PerFile[axis]) + (numbers[axis] % shards.PerFile[axis]);
        ulong begin = index.Places[2 * part], length = index.Places[(2 * part) + 1];
        if (begin == ulong.MaxValue && length == ulong.MaxValue) return null;
        if (begin > (ulong)stream.Length || length > (ulong)stream.Length - begin) throw new InvalidDataException("it should lie beyond the end of its file.");
        return Read(stream, (long)begin, (long)length);
    }

    private static ulong[] ReadIndex(FileStream stream, ZarrShards shards)
    {
        int places = shards.PerFile.Aggregate(2, (product, per) => product * per), length = (places * sizeof(ulong)) + (shards.HasChecksum ? 4 : 0);
        if (stream.Length < length) throw new InvalidDataException("its file is too short for the places of its chunks.");
        byte[] stored = new byte[length];
        stream.Position = shards.IsIndexFirst ? 0 : stream.Length - length;
        stream.ReadExactly(stored);
        if (shards.HasChecksum) stored = ZarrCodec.WithoutChecksum(stored);
        ulong[] found = new ulong[places];
        for (int i = 0; i < places; i++)
            found[i] = shards.IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(stored.AsSpan(i * 8))
                : BinaryPrimitives.ReadUInt64LittleEndian(stored.AsSpan(i * 8));
        return found;
    }

    private byte[] Read(FileStream stream, long begin, long length)
    {
        if (length > MaxStored)
            throw new InvalidDataException(FormattableString.Invariant($"it has {length} bytes, which is more than its {array.ChunkBytes} can take."));
        byte[] stored = GC.AllocateUninitializedArray<byte>((int)length);
        stream.Position = begin;
        stream.ReadExactly(stored);
        return stored;
    }

    private VolumeSize OfAxes(int[] sizes)
    {
        int[] all = [1, 1, 1, 1, 1];
        for (int axis = 0; axis < sizes.Length; axis++) all[axes[axis]] = sizes[axis];
        return new VolumeSize(all[0], all[1], all[2], all[3], all[4]);
    }
}
