using System.Buffers.Binary;
using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Imaging.Stills;

namespace Elegans.Imaging.Video;

/// <summary>
/// What a movie is wrapped in, by its first bytes; and whether it was cut off, by the lengths that its outermost parts declare,
/// as a decoder would quietly return fewer frames.
/// </summary>
/// <remarks>
/// ISO/IEC 14496-12 (boxes of .mp4 and .mov), RFC 8794 and 9559 (EBML and Matroska), Microsoft's specification of ASF.
/// </remarks>
internal static class MovieContainer
{
    /// <summary>The container of an AVI, in words.</summary>
    internal const string Avi = "AVI";

    /// <summary>The containers whose frames are listed in a table, in words.</summary>
    internal const string QuickTime = "QuickTime movie", Mpeg4 = "MPEG-4 movie";

    private const string Matroska = "Matroska movie", WebM = "WebM movie", WindowsMedia = "Windows Media movie", AnimatedPng = "animated PNG";
    private const int TransportPacket = 188, TimedTransportPacket = 192;

    private static ReadOnlySpan<byte> AsfHeader => [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C];

    private static ReadOnlySpan<byte> AsfFileProperties => [0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53, 0x65];

    /// <summary>The container in words; null where the first bytes are of none that is known.</summary>
    internal static string? NameOf(InputSignature input)
    {
        if (input.Has("RIFF"u8) && input.Has("AVI "u8, 8)) return Avi;
        if (input.Has("ftyp"u8, 4)) return input.Has("qt  "u8, 8) ? QuickTime : Mpeg4;
        if (input.Has("moov"u8, 4) || input.Has("mdat"u8, 4) || input.Has("wide"u8, 4) || input.Has("free"u8, 4) || input.Has("skip"u8, 4)
            || input.Has("pnot"u8, 4)) return QuickTime;
        if (input.Has([0x1A, 0x45, 0xDF, 0xA3])) return input.Begin[..Math.Min(64, input.Begin.Length)].IndexOf("webm"u8) >= 0 ? WebM : Matroska;
        if (input.Has(AsfHeader)) return WindowsMedia;
        if (input.Has("OggS"u8)) return "Ogg movie";
        if (input.Has("FLV\x01"u8)) return "Flash movie";
        if (input.Has([0, 0, 1, 0xBA]) || input.Has([0, 0, 1, 0xB3])) return "MPEG movie";
        if (input.Has([0x06, 0x0E, 0x2B, 0x34])) return "MXF movie";
        if (input.Has("YUV4MPEG2 "u8)) return "YUV4MPEG movie";
        if (input.Has("nut/multimedia container"u8)) return "NUT movie";
        if (input.Has([0x89, (byte)'P', (byte)'N', (byte)'G'])) return AnimatedPng;
        return IsTransport(input, 0, TransportPacket) || IsTransport(input, 4, TimedTransportPacket) ? "MPEG transport stream" : null;
    }

    /// <summary>Refuses a movie that was cut off.</summary>
    /// <exception cref="InputException">It was.</exception>
    internal static void RequireComplete(string path, InputSignature input)
    {
        if (input.Begin.Length < 12) throw new InputException(path, $"is no movie: it has only {input.Begin.Length} bytes.");
        switch (NameOf(input))
        {
            case QuickTime or Mpeg4: WalkBoxes(path); break;
            case Matroska or WebM: RequireSegment(path, input); break;
            case WindowsMedia: RequireAsf(path, input); break;
            case AnimatedPng when !PngAnimation.IsWhole(path):
                throw new InputException(
                path, "is cut off: its end mark is missing. Copy it again from its source.");
        }
    }

    /// <summary>Says that a file is shorter than it declares.</summary>
    internal static InputException CutOff(string path, long declared, long actual) =>
        new(path, declared > actual ? $"is cut off: it declares {declared:N0} bytes and has {actual:N0}. Copy it again from its source."
            : "is cut off or damaged: its parts do not follow one another to its end. Copy it again from its source.");

    private static bool IsTransport(InputSignature input, int first, int packet)
    {
        for (int at = first; at < first + (4 * packet); at += packet)
            if (input.Begin.Length <= at || input.Begin[at] != 0x47) return false;
        return true;
    }

    private static void WalkBoxes(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> header = stackalloc byte[16];
        long position = 0;
        while (position + 8 <= stream.Length)
        {
            stream.Position = position;
            int read = stream.ReadAtLeast(header, 16, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size == 0) return; // the last box, which runs to the end of the file
            if (size == 1 && read == 16) size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header[8..]), long.MaxValue / 2);
            if (size < 8) return; // not a box; whether it matters is for the decoder to say
            position += size;
        }

        RequireLength(path, position);
    }

    /// <summary>The header element, and then the segment that holds everything; writers of streams leave its length open.</summary>
    private static void RequireSegment(string path, InputSignature input)
    {
        if (Ebml(input.Begin, 4) is not { } header) return;
        long segment = header.Next + header.Value;
        if (segment is < 0 or > 4000) return;
        if (!input.Has([0x18, 0x53, 0x80, 0x67], (int)segment) || Ebml(input.Begin, (int)segment + 4) is not { IsOpen: false } content) return;
        RequireLength(path, content.Next + content.Value);
    }

    /// <summary>Whether a Matroska movie whose length was left open ends in the middle of one of its elements.</summary>
    internal static bool EndsWithin(string path, InputSignature input)
    {
        if (NameOf(input) is not (Matroska or WebM) || Ebml(input.Begin, 4) is not { } header) return false;
        long at = header.Next + header.Value;
        if (at is < 0 or > 4000 || !input.Has([0x18, 0x53, 0x80, 0x67], (int)at)) return false;
        if (Ebml(input.Begin, (int)at + 4) is not { IsOpen: true } content) return false;
        using FileStream stream = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[12];
        for (at = content.Next; at < stream.Length;)
        {
            stream.Position = at;
            int read = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
            // An identifier of one to four bytes, and then the length; inside of an element of open length, its parts follow.
            int identifier = System.Numerics.BitOperations.LeadingZeroCount((uint)begin[0]) - 23;
            if (identifier > 4) return false;
            if (Ebml(begin[..read], identifier) is not { } element) return true;
            at += element.Next + (element.IsOpen ? 0 : element.Value);
            if (at > stream.Length) return true;
        }

        return false;
    }

    /// <summary>A length of EBML: as many bytes follow the first as it has leading zero bits; all ones where it is left open.</summary>
    private static (long Value, int Next, bool IsOpen)? Ebml(ReadOnlySpan<byte> bytes, int at)
    {
        if (at >= bytes.Length || bytes[at] == 0) return null;
        int more = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[at]) - 24;
        if (at + more >= bytes.Length) return null;
        long mask = 0x7F >> more, value = bytes[at] & mask;
        for (int next = 1; next <= more; next++) (value, mask) = ((value << 8) | bytes[at + next], (mask << 8) | 0xFF);
        return (value, at + more + 1, value == mask);
    }

    private static void RequireAsf(string path, InputSignature input)
    {
        int at = input.Begin.IndexOf(AsfFileProperties);
        // The object's name and length, the file's name and length; broadcasts, told by a flag 48 bytes on, have none.
        if (at < 0 || at + 92 > input.Begin.Length || (input.Begin[at + 88] & 1) != 0) return;
        RequireLength(path, (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(input.Begin[(at + 40)..]), long.MaxValue));
    }

    private static void RequireLength(string path, long declared)
    {
        long actual = new FileInfo(path).Length;
        if (declared > actual) throw CutOff(path, declared, actual);
    }
}
