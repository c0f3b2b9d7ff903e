using System.Buffers.Binary;
using System.Text.Json;

namespace Elegans.Imaging.Tiff;

/// <summary>
/// What Micro-Manager writes behind a TIFF's head: a summary in JSON. It is there even where the acquisition was stopped and the
/// OME description was never written.
/// </summary>
/// <remarks>https://micro-manager.org/Micro-Manager_File_Formats: the summary's mark is 2355492 at byte 32, its length follows.</remarks>
internal static class MicroManagerDescription
{
    private const int MarkAt = 32, Mark = 2_355_492, MaxLength = 16 << 20;

    /// <summary>Understands it; null where the file has none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="pages">How many pages it has.</param>
    internal static StackLayout? Of(TiffFile file, int pages)
    {
        Span<byte> head = stackalloc byte[8];
        if (file.IsBigEndian || file.Length < MarkAt + head.Length) return null;
        file.Read(MarkAt, head);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != Mark || length is 0 or > MaxLength || MarkAt + head.Length + length > file.Length) return null;
        byte[] text = new byte[length];
        file.Read(MarkAt + head.Length, text);
        try
        {
            using var json = JsonDocument.Parse(text.AsMemory().TrimEnd((byte)0));
            JsonElement summary = json.RootElement;
            if (summary.ValueKind != JsonValueKind.Object) return null;
            int slices = Math.Max(1, Whole("Slices", 1)), channels = Math.Max(1, Whole("Channels", 1));
            double interval = Number("Interval_ms") ?? 0;
            return new StackLayout
            {
                Format = "Micro-Manager stack (TIFF)",
                Frames = Math.Max(Whole("Frames", 1), (int)(pages / Math.Max(1, (long)slices * channels))),
                Slices = slices,
                Channels = channels,
                ChannelNames = summary.TryGetProperty("ChNames", out JsonElement names) && names.ValueKind == JsonValueKind.Array
                    && names.GetArrayLength() == channels
                    ? [.. names.EnumerateArray().Select(name => name.ToString())] : [],
                Order = summary.TryGetProperty("SlicesFirst", out JsonElement first) && first.ValueKind == JsonValueKind.True ? "ZCT" : "CZT",
                FrameInterval = Units.Time(interval, "ms"),
                FrameIntervalOrigin = interval > 0 ? "Interval_ms of Micro-Manager's summary" : null,
                PixelSize = Number("PixelSize_um") is { } size ? Units.Micrometres(size, "µm") : null,
                SliceSpacing = Number("z-step_um") is { } step ? Units.Micrometres(Math.Abs(step), "µm") : null,
            };

            int Whole(string name, int otherwise) =>
                summary.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
                : otherwise;
            double? Number(string name) =>
                summary.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
                ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
