using Elegans.Imaging;

namespace Elegans.Training.Frames;

/// <summary>Writes a <see cref="FrameFile"/>. Without <see cref="Finish"/> what was written does not count as a frame file.</summary>
internal sealed class FrameFileWriter(string path, Action<long> makeRoom) : IDisposable
{
    /// <summary>Room is asked for in steps of this many bytes.</summary>
    private const long Step = 16 << 20;
    private readonly BinaryWriter writer = new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16));
    private readonly List<long> places = [];
    private long position, room;

    /// <summary>Adds a frame; it stays the caller's.</summary>
    internal void Add(NuclearImage frame, double scale = 1)
    {
        if (frame.BitDepth != 8) throw new ArgumentException("Expected a frame of 8 bits.", nameof(frame));
        places.Add(position);
        ReadOnlySpan<byte> pixels = MatSpans.Of<byte>(frame.Pixels);
        if (position + pixels.Length > room) makeRoom(room = position + pixels.Length + Step);
        writer.Write(frame.Width);
        writer.Write(frame.Height);
        writer.Write(scale);
        writer.Write(pixels);
        position += FrameFile.HeaderLength + pixels.Length;
    }

    /// <summary>Writes the places of the frames: the file is whole.</summary>
    internal void Finish()
    {
        foreach (long place in places) writer.Write(place);
        writer.Write(FrameFile.Magic);
        writer.Write((long)places.Count);
        writer.Flush();
    }

    public void Dispose() => writer.Dispose();
}
