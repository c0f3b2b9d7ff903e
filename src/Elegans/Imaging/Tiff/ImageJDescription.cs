using System.Globalization;
using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>What ImageJ, and ImageJ2 and KNIME through SCIFIO, write into the first page's description: a line for each number.</summary>
/// <remarks>https://imagej.net/ij/developer/source/ij/io/FileInfo.java.html and ij/io/FileOpener.java, decodeDescription.</remarks>
internal static class ImageJDescription
{
    /// <summary>Whether a description is one of these.</summary>
    internal static bool Is(string description) =>
        description.StartsWith("ImageJ=", StringComparison.Ordinal) || description.StartsWith("SCIFIO=", StringComparison.Ordinal);

    /// <summary>How many planes it promises; 1 where it promises none.</summary>
    internal static int Images(string description) => Whole(Said(description), "images", 1);

    /// <summary>Understands it.</summary>
    /// <param name="description">The description.</param>
    /// <param name="pages">How many pages there are.</param>
    /// <param name="resolution">Pixels per unit along a row, as the page says.</param>
    /// <param name="slicesAsked">How many slices make one time point, if the user said so.</param>
    internal static StackLayout Of(string description, int pages, double? resolution, int? slicesAsked)
    {
        Dictionary<string, string> said = Said(description);
        var notes = new List<SourceNote>();
        int images = Whole(said, "images", pages), channels = Whole(said, "channels", 1), slices = Whole(said, "slices", 1), frames = Whole(said, "frames", 1);
        if (channels == 1 && frames == 1)
        {
            // A plain stack of ImageJ calls its pages slices; in a movie of nuclei they are frames.
            if (slices > 1 && slicesAsked is null)
                notes.Add(new SourceNote(
                    FormattableString.Invariant($"Its {slices} slices are taken as time points, as ImageJ calls the planes of every plain stack slices."),
                    InputRemedy.Slices));
            (slices, frames) = (1, images > 1 ? images : Math.Max(pages, slices));
        }
        else if (channels > 1 && frames == 1 && slices == 1 && images > channels && images % channels == 0)
        {
            frames = images / channels;
        }

        string? unit = Text(said, "tunit");
        TimeSpan? interval = null;
        if (Number(said, "finterval") is { } value and > 0)
        {
            interval = Units.Time(value, unit);
            if (interval is null) notes.Add(
                new SourceNote(FormattableString.Invariant($"Its time between frames is {value:G6} in the unit '{unit}', which is not known."),
                InputRemedy.Interval));
        }

        string? length = Text(said, "unit");
        return new StackLayout
        {
            Format = slices > 1 || channels > 1 || Text(said, "hyperstack") == "true" ? "ImageJ hyperstack (TIFF)"
                : pages > 1 || frames > 1 ? "ImageJ stack (TIFF)"
                : "ImageJ picture (TIFF)",
            Frames = frames,
            Slices = slices,
            Channels = channels,
            FrameInterval = interval,
            FrameIntervalOrigin = interval is null ? null : unit is null ? "finterval of ImageJ's description" : "finterval and tunit of ImageJ's description",
            PixelSize = resolution is { } pixels ? Units.Micrometres(1 / pixels, length) : null,
            SliceSpacing = Number(said, "spacing") is { } spacing ? Units.Micrometres(Math.Abs(spacing), length) : null,
            Notes = notes,
        };
    }

    private static Dictionary<string, string> Said(string description) =>
        description.Split('\n', '\r').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim()).ToDictionary(pair => pair.Key, pair => pair.First()[1].Trim());

    private static string? Text(Dictionary<string, string> said, string name) =>
        said.TryGetValue(name, out string? text) && text.Length > 0 && text != "null" ? text : null;

    private static int Whole(Dictionary<string, string> said, string name, int otherwise) =>
        int.TryParse(Text(said, name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private static double? Number(Dictionary<string, string> said, string name) =>
        double.TryParse(Text(said, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
