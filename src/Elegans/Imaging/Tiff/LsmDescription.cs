using System.Buffers.Binary;
using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>A Zeiss LSM file: its dimensions and intervals; slice after slice and time after time a page, channels in its samples.</summary>
/// <remarks>The structure CZ_LSMINFO, as tifffile and Bio-Formats know it; its numbers have their lowest byte first.</remarks>
internal static class LsmDescription
{
    private const int SlicesAt = 16, ChannelsAt = 20, TimesAt = 24, PixelAt = 40, SpacingAt = 56, IntervalAt = 112, PositionsAt = 264, MinLength = 120;

    /// <summary>Understands it; null where the file is none.</summary>
    /// <param name="directory">The first page.</param>
    /// <param name="samples">Samples of each pixel of it.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="path">The file, for messages.</param>
    internal static StackLayout? Of(TiffDirectory directory, int samples, ReadOptions options, string path)
    {
        if (directory.Find(TagId.ZeissLsm) is not { Count: >= MinLength, Size: 1 } tag) return null;
        byte[] bytes = directory.Bytes(tag, PositionsAt + 4);
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (magic is not (0x0300494C or 0x0400494C)) return null;
        int times = Math.Max(1, Whole(TimesAt)), slices = Math.Max(1, Whole(SlicesAt)), channels = Math.Max(1, Whole(ChannelsAt));
        int positions = bytes.Length >= PositionsAt + 4 ? Math.Max(1, Whole(PositionsAt)) : 1, pageChannels = samples > 1 ? 1 : channels;
        if (options.Position is { } asked && (asked < 1 || asked > positions))
            throw new InputException(path, FormattableString.Invariant($"has {positions} positions, and number {asked} was asked for."), InputRemedy.Position);
        Int128 own = (Int128)times * slices * pageChannels;
        TimeSpan? interval = times > 1 ? Units.Time(Real(IntervalAt), "s") : null;
        return new StackLayout
        {
            Format = "Zeiss LSM (TIFF)",
            Frames = times,
            Slices = slices,
            Channels = pageChannels,
            SamplesAreChannels = samples > 1 && samples == channels,
            Positions = positions,
            FirstPage = (int)Int128.Min((options.Position - 1 ?? 0) * own, int.MaxValue),
            OwnPages = positions > 1 ? (long)Int128.Min(own, long.MaxValue) : null,
            FrameInterval = interval,
            FrameIntervalOrigin = interval is null ? null : "time interval of the LSM file",
            PixelSize = Units.Micrometres(Real(PixelAt), "m"),
            SliceSpacing = Units.Micrometres(Real(SpacingAt), "m"),
            Notes = positions > 1 && options.Position is null
                ? [new SourceNote(FormattableString.Invariant($"It has {positions} positions, and the first is read."), InputRemedy.Position)] : [],
        };

        int Whole(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        double Real(int at) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at));
    }
}
