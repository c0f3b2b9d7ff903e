using System.Runtime.InteropServices;
using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging.Volumes;

/// <summary>
/// The frames of a volume: of every time point the brightest of its slices at every pixel, one channel. A chunk is decoded
/// once for all frames that it has a part in; in memory are those frames and one chunk.
/// </summary>
internal sealed class VolumeDecoder : FrameDecoder
{
    /// <summary>The largest chunk that is decoded, in bytes. Writers keep chunks to some megabytes; a slice of a large camera takes ten.</summary>
    internal const long MaxChunkBytes = 1L << 30;

    /// <summary>Chunks of one plane; more are no camera's, and would take days to look for.</summary>
    private const long MaxChunksOfAPlane = 1 << 20;

    /// <summary>What the frames may take that are made at the same time, in bytes, where a chunk has a part in many.</summary>
    private const long MaxBytesAtOnce = 256L << 20;
    private readonly string path;
    private readonly Func<Volume> open;
    private readonly int channel;
    private readonly FramePlan plan;

    /// <summary>Prepares to decode.</summary>
    /// <param name="path">The input, for messages.</param>
    /// <param name="open">Opens the volume, anew for every enumeration.</param>
    /// <param name="channel">The channel to read, counted from 0.</param>
    /// <param name="plan">Which planes make a frame.</param>
    /// <param name="description">What it is.</param>
    internal VolumeDecoder(string path, Func<Volume> open, int channel, FramePlan plan, SourceDescription description)
    {
        (this.path, this.open, this.channel, this.plan) = (path, open, channel, plan);
        Description = description;
    }

    /// <inheritdoc/>
    internal override SourceDescription Description { get; }

    /// <summary>Describes a volume, or refuses it; nothing of it has been allocated yet.</summary>
    /// <param name="path">The input, for messages.</param>
    /// <param name="found">What the format found: its own name, channels, the time between time points and sizes.</param>
    /// <param name="size">How large the volume is.</param>
    /// <param name="chunk">How large its chunks are.</param>
    /// <param name="options">How it is to be read.</param>
    /// <exception cref="InputException">It is too large, or its slices do not make what was asked for.</exception>
    internal static (FramePlan Plan, SourceDescription Description) Describe(string path, SourceDescription found, VolumeSize size, VolumeSize chunk,
        ReadOptions options)
    {
        options.Limits.CheckFrame(path, size.X, size.Y);
        options.Limits.CheckCount(path, Math.Max(size.T, size.Z));
        if ((Int128)Parts(size.Y, chunk.Y) * Parts(size.X, chunk.X) > MaxChunksOfAPlane)
            throw new InputException(path,
                FormattableString.Invariant(
                    $"claims chunks of {chunk.X} × {chunk.Y} pixels in planes of {size.X} × {size.Y}, which nobody stores; it may be damaged."));
        FramePlan planned = FramePlan.Of(path, size, options.Slices);
        options.Limits.CheckCount(path, planned.Frames);
        List<SourceNote> notes = [.. found.Notes];
        bool asTold = planned.Slices == size.Z;
        if (asTold && size.T == 1 && size.Z > 1)
            notes.Add(new SourceNote(
                FormattableString.Invariant(
                $"It says that its {size.Z} planes are slices of one time point, and they are read so; where time was filed as depth, each is a time point."),
                InputRemedy.Slices));
        return (planned, found with
        {
            Kind = SourceKind.Stack,
            Frames = planned.Frames,
            Width = size.X,
            Height = size.Y,
            Slices = planned.Slices,
            Channels = size.C,
            // The time between time points is not that between planes which are now called so.
            FrameInterval = asTold ? found.FrameInterval : null,
            FrameIntervalOrigin = asTold ? found.FrameIntervalOrigin : null,
            Notes = notes,
        });
    }

    /// <inheritdoc/>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note)
    {
        using Volume volume = open();
        int atOnce = FramesAtOnce(volume), read = 0;
        var planes = new List<BrightestPlane>();
        var left = new LeftOut();
        try
        {
            for (int first = 0; first < plan.Frames; first += atOnce)
            {
                int count = Math.Min(atOnce, plan.Frames - first);
                FrameState[] states = Project(volume, first, count, planes);
                for (int i = 0; i < count; i++)
                {
                    if (states[i].Damage is { } damage) left.Damaged(first + i, damage);
                    else if (!states[i].IsStored) left.Missing(first + i);
                    else
                    {
                        read++;
                        yield return (new FrameIndex(first + i), planes[i].Pixels);
                    }
                }
            }
        }
        finally
        {
            foreach (BrightestPlane plane in planes) plane.Dispose();
        }

        if (read == 0) throw left.Nothing(path);
        foreach (SourceNote said in left.Notes(plan.Frames)) note(said);
    }

    private static int Parts(int size, int part) => (int)(((long)size + part - 1) / part);

    /// <summary>How many frames a chunk has a part in, as far as they fit into memory.</summary>
    private int FramesAtOnce(Volume volume)
    {
        VolumeSize size = volume.Size, chunk = volume.Chunk;
        long shared = chunk.T == 1 ? chunk.Z / plan.Slices : (long)Math.Min(chunk.T, size.T) * size.Z / plan.Slices;
        long bytes = (long)size.X * size.Y * BrightestPlane.BytesOf(volume.Type);
        return (int)Math.Clamp(shared, 1, Math.Clamp(MaxBytesAtOnce / bytes, 1, plan.Frames));
    }

    /// <summary>Adds every chunk with a part in certain frames to them.</summary>
    private FrameState[] Project(Volume volume, int first, int count, List<BrightestPlane> planes)
    {
        VolumeSize size = volume.Size, shape = volume.Chunk;
        while (planes.Count < count) planes.Add(new BrightestPlane(volume.Type, size.X, size.Y));
        foreach (BrightestPlane plane in planes) plane.Clear();
        var states = new FrameState[count];
        byte[] fill = FillRow(volume.Type, volume.Fill, size.X);
        long firstPlane = (long)first * plan.Slices, endPlane = firstPlane + ((long)count * plan.Slices);
        for (int t = (int)(firstPlane / size.Z / shape.T); t <= (int)((endPlane - 1) / size.Z / shape.T); t++)
        {
            // Of frames within one time point only their own slices are looked at: there can be a million of either.
            bool isWithin = firstPlane / size.Z == (endPlane - 1) / size.Z;
            int firstZ = isWithin ? (int)(firstPlane % size.Z / shape.Z) : 0, lastZ = (int)((isWithin ? (endPlane - 1) % size.Z : size.Z - 1) / shape.Z);
            for (int z = firstZ; z <= lastZ; z++)
            {
                (int Frame, int T, int Z)[] parts = [.. PartsOf(size, shape, t, z, firstPlane, endPlane)];
                if (parts.Length == 0) continue;
                for (int y = 0; y < Parts(size.Y, shape.Y); y++)
                {
                    for (int x = 0; x < Parts(size.X, shape.X); x++)
                    {
                        if (parts.All(part => states[part.Frame].Damage is not null)) continue;
                        VolumeBlock? block;
                        try
                        {
                            block = volume.Decode(new VolumeSize(t, channel / shape.C, z, y, x));
                        }
                        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
                        {
                            foreach ((int frame, _, _) in parts) states[frame].Damage ??= exception.Message;
                            continue;
                        }

                        var area = new Rect(x * shape.X, y * shape.Y, Math.Min(shape.X, size.X - (x * shape.X)), Math.Min(shape.Y, size.Y - (y * shape.Y)));
                        foreach ((int frame, int inT, int inZ) in parts) Add(planes[frame], ref states[frame], block, fill, inT, channel % shape.C, inZ,
                            area, volume.Type);
                    }
                }
            }
        }

        return states;
    }

    private static void Add(BrightestPlane plane, ref FrameState state, VolumeBlock? block, byte[] fill, int t, int c, int z, Rect area, SampleType type)
    {
        if (block is not { } stored)
        {
            plane.Add(fill, 0, area);
            return;
        }

        state.IsStored = true;
        VolumeSize shape = stored.Shape;
        int bytes = BrightestPlane.BytesOf(type), stride = shape.X * bytes;
        long at = ((((long)t * shape.C) + c) * shape.Z) + z;
        plane.Add(stored.Samples.AsSpan(checked((int)(at * shape.Y * stride))), stride, area);
    }

    /// <summary>The planes of a row of chunks that belong to certain frames: the frame, and where in the chunk.</summary>
    private IEnumerable<(int Frame, int T, int Z)> PartsOf(VolumeSize size, VolumeSize shape, int chunkT, int chunkZ, long firstPlane, long endPlane)
    {
        for (int t = 0; t < shape.T && ((long)chunkT * shape.T) + t < size.T; t++)
        {
            for (int z = 0; z < shape.Z && ((long)chunkZ * shape.Z) + z < size.Z; z++)
            {
                long plane = ((((long)chunkT * shape.T) + t) * size.Z) + ((long)chunkZ * shape.Z) + z;
                if (plane >= firstPlane && plane < endPlane) yield return ((int)((plane - firstPlane) / plan.Slices), t, z);
            }
        }
    }

    private static byte[] FillRow(SampleType type, double fill, int width)
    {
        byte[] row = new byte[width * BrightestPlane.BytesOf(type)];
        switch (type)
        {
            case SampleType.UInt8: row.AsSpan().Fill(byte.CreateSaturating(fill)); break;
            case SampleType.UInt16: MemoryMarshal.Cast<byte, ushort>(row.AsSpan()).Fill(ushort.CreateSaturating(fill)); break;
            case SampleType.Int16: MemoryMarshal.Cast<byte, short>(row.AsSpan()).Fill(short.CreateSaturating(fill)); break;
            default: MemoryMarshal.Cast<byte, float>(row.AsSpan()).Fill((float)fill); break;
        }

        return row;
    }

    private struct FrameState
    {
        internal bool IsStored;
        internal string? Damage;
    }
}
