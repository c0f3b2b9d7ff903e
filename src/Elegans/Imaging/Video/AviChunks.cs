using System.Buffers.Binary;

namespace Elegans.Imaging.Video;

/// <summary>
/// The pictures of an AVI, by its chunks: how many there are, which of them are empty because no picture was taken, and whether
/// the file ends where its last chunk does.
/// </summary>
/// <remarks>
/// Microsoft RIFF and OpenDML (several RIFF chunks in one file). Lists are entered whatever length they declare: recorders that
/// were stopped leave it open, and what counts are the chunks themselves.
/// </remarks>
internal sealed class AviChunks
{
    /// <summary>Chunks of sound, indexes and padding come on top of the pictures; no file has more of all of them.</summary>
    private const int MaxVisited = 20_000_000;

    /// <summary>Stream headers: where the length in frames stands, and how much of one is read.</summary>
    private const int LengthAt = 32, StreamHeader = 36;

    /// <summary>Lengths from here on are what writers put down before they know better; FFmpeg writes 0x40000000.</summary>
    private const uint Placeholder = 0x3FFF_FFFF;

    private readonly HashSet<int> empty = [];

    private AviChunks()
    {
    }

    /// <summary>The pictures found, empty ones included.</summary>
    internal int Pictures { get; private set; }

    /// <summary>Pictures of no bytes: nothing was taken, and the one before is to be shown again.</summary>
    internal int EmptyPictures => empty.Count;

    /// <summary>Whether every chunk was found where the one before it ends; if not, <see cref="Pictures"/> tells nothing.</summary>
    internal bool IsRegular { get; private set; } = true;

    /// <summary>Whether the file declares another length than it has, as where a recorder was stopped.</summary>
    internal bool IsLeftOpen { get; private set; }

    /// <summary>Whether a picture or more are missing at the end.</summary>
    internal bool IsCutOff { get; private set; }

    /// <summary>The bytes that the file declares to have.</summary>
    internal long Declared { get; private set; }

    /// <summary>Whether a picture has no bytes.</summary>
    internal bool IsEmpty(int picture) => empty.Contains(picture);

    /// <summary>Goes through the chunks of an AVI.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How many pictures are looked for.</param>
    internal static AviChunks Of(string path, InputLimits limits)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 4096);
        var found = new AviChunks();
        found.Walk(stream, limits.MaxFrames);
        return found;
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (byte letter in name)
            if (letter is < (byte)' ' or > (byte)'~') return false;
        return true;
    }

    /// <summary>The stream of a chunk such as <c>00dc</c>; null where it holds no picture of a stream.</summary>
    private static int? PictureOf(ReadOnlySpan<byte> name) =>
        char.IsAsciiDigit((char)name[0]) && char.IsAsciiDigit((char)name[1]) && (name[2..].SequenceEqual("dc"u8) || name[2..].SequenceEqual("db"u8))
            ? ((name[0] - '0') * 10) + name[1] - '0' : null;

    private void Walk(FileStream stream, int maxPictures)
    {
        Span<byte> header = stackalloc byte[8], streamHeader = stackalloc byte[StreamHeader];
        long at = 0, length = stream.Length, end = 0;
        int streams = 0, visited = 0;
        int? pictures = null;
        uint announced = 0;
        while (at + 8 <= length && (at < end || at == 0 || IsLeftOpen || IsAnotherRiff(stream, at)))
        {
            if (Pictures > maxPictures || ++visited > MaxVisited)
            {
                IsRegular = false;
                break;
            }

            stream.Position = at;
            stream.ReadExactly(header);
            ReadOnlySpan<byte> name = header[..4];
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (name.SequenceEqual("RIFF"u8))
            {
                end = at + 8 + size + (size % 2);
                if (size == 0 || at + 8 + size > length) IsLeftOpen = true;
                Declared = Math.Max(Declared, at + 8 + size);
                at += 12;
                continue;
            }

            if (name.SequenceEqual("LIST"u8))
            {
                at += 12;
                continue;
            }

            if (!IsName(name))
            {
                // Recorders reserve room that stays zero; anything else is damage, after which a decoder goes on as it can.
                IsRegular = IsLeftOpen && header.IndexOfAnyExcept((byte)0) < 0;
                break;
            }

            if (name.SequenceEqual("strh"u8) && size >= StreamHeader && at + 8 + StreamHeader <= length)
            {
                stream.ReadExactly(streamHeader);
                if (pictures is null && streamHeader[..4].SequenceEqual("vids"u8))
                    (pictures, announced) = (streams, BinaryPrimitives.ReadUInt32LittleEndian(streamHeader[LengthAt..]));
                streams++;
            }

            bool isPicture = pictures is { } number && PictureOf(name) == number;
            if (at + 8 + size > length)
            {
                // An index that is missing is made anew; a picture is not.
                IsLeftOpen = true;
                IsCutOff = isPicture;
                break;
            }

            if (isPicture)
            {
                if (size == 0) _ = empty.Add(Pictures);
                Pictures++;
            }

            at += 8 + (long)size + (size % 2);
        }

        IsRegular &= Pictures > 0;
        if (IsRegular && IsLeftOpen && announced is > 0 and < Placeholder && announced > Pictures) IsCutOff = true;
    }

    private static bool IsAnotherRiff(FileStream stream, long at)
    {
        Span<byte> name = stackalloc byte[4];
        stream.Position = at;
        return stream.ReadAtLeast(name, name.Length, throwOnEndOfStream: false) == name.Length && name.SequenceEqual("RIFF"u8);
    }
}
