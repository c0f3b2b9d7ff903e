using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>What an OME description contains, as far as it is used; read element by element, as a long movie's has a line for each plane.</summary>
/// <remarks>https://docs.openmicroscopy.org/ome-model/6.3.1/ome-tiff/specification.html.</remarks>
internal sealed partial class OmeDocument
{
    private const int MaxImages = 100_000;

    /// <summary>The identity of the file that it is in.</summary>
    internal string? Identity { get; private set; }

    /// <summary>The file beside it that has the description instead of this one; null where this one has it.</summary>
    internal string? MetadataFile { get; private set; }

    /// <summary>The images.</summary>
    internal List<OmeImage> Images { get; } = [];

    /// <summary>Reads a description.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="xml">The description.</param>
    /// <exception cref="InputException">It is damaged.</exception>
    internal static OmeDocument Read(string path, string xml)
    {
        var document = new OmeDocument();
        try
        {
            // No document type, no entity: nothing in it can name another file or grow.
            using var reader = XmlReader.Create(new StringReader(xml[xml.IndexOf('<', StringComparison.Ordinal)..]),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
                if (reader.NodeType == XmlNodeType.Element) document.Element(path, reader);
            return document;
        }
        catch (XmlException exception) when (xml.Contains("<!DOCTYPE", StringComparison.Ordinal))
        {
            throw new InputException(path, "has an OME description with a document type (<!DOCTYPE …>), which is not read as it can name other files. "
                + "Save it again as OME-TIFF.", exception);
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException)
        {
            throw new InputException(path, $"has a damaged OME description: {exception.Message}", exception);
        }
    }

    /// <summary>Gives planes of which the description does not say the file that one: the file that the description is in.</summary>
    internal void NameFile(string name)
    {
        foreach (OmePlanes data in Images.SelectMany(image => image.Data))
            if (string.IsNullOrEmpty(data.File)) data.File = name;
    }

    private static int Whole(XmlReader reader, string name, int? otherwise = null) =>
        reader.GetAttribute(name) is { } text ? int.Parse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)
        : otherwise ?? throw new FormatException($"{reader.LocalName} lacks {name}.");

    private static double? Number(XmlReader reader, string name) =>
        double.TryParse(reader.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static double? Length(XmlReader reader, string name) =>
        Number(reader, name) is { } value ? Units.Micrometres(value, reader.GetAttribute(name + "Unit") ?? "µm") : null;

    [GeneratedRegex("^XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DimensionOrder();

    private void Element(string path, XmlReader reader)
    {
        if (reader.LocalName == "OME") Identity = reader.GetAttribute("UUID");
        else if (reader.LocalName == "BinaryOnly") MetadataFile = reader.GetAttribute("MetadataFile");
        else if (reader.LocalName == "Pixels") Images.Add(Pixels(path, reader));
        else if (Images.Count > 0) Inside(Images[^1], reader);
        if (Images.Count > MaxImages) throw new FormatException("it has too many images.");
    }

    private static OmeImage Pixels(string path, XmlReader reader)
    {
        string order = reader.GetAttribute("DimensionOrder") ?? "XYCZT";
        if (!DimensionOrder().IsMatch(order)) throw new InputException(path, $"has the dimension order '{order}', which OME-TIFF does not know.");
        return new OmeImage
        {
            Times = Whole(reader, "SizeT"),
            Slices = Whole(reader, "SizeZ"),
            SizeC = Whole(reader, "SizeC"),
            Order = order[2..],
            Increment = Number(reader, "TimeIncrement") is { } increment ? Units.Time(increment, reader.GetAttribute("TimeIncrementUnit") ?? "s") : null,
            PixelSize = Length(reader, "PhysicalSizeX"),
            SliceSpacing = Length(reader, "PhysicalSizeZ"),
        };
    }

    private static void Inside(OmeImage image, XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "Channel":
                if (image.ChannelNames.Count == 0) image.Samples = Math.Max(1, Whole(reader, "SamplesPerPixel", 1));
                image.ChannelNames.Add(reader.GetAttribute("Name") ?? "");
                break;
            case "TiffData":
                var first = new PlaneAddress(Whole(reader, "FirstT", 0), Whole(reader, "FirstZ", 0), Whole(reader, "FirstC", 0) / image.Samples);
                int? page = reader.GetAttribute("IFD") is null ? null : Whole(reader, "IFD");
                int? count = reader.GetAttribute("PlaneCount") is null ? null : Whole(reader, "PlaneCount");
                image.Data.Add(new OmePlanes(page, count, first, reader.AttributeCount > 0));
                break;
            case "UUID" when image.Data.Count > 0:
                image.Data[^1].File = reader.GetAttribute("FileName");
                if (!reader.IsEmptyElement && reader.Read() && reader.NodeType == XmlNodeType.Text) image.Data[^1].Identity = reader.Value.Trim();
                break;
            case "Plane" when Whole(reader, "TheZ", 0) == 0 && Whole(reader, "TheC", 0) == 0:
                double? moment = Number(reader, "DeltaT");
                TimeSpan? since = moment is { } value ? Units.Time(Math.Abs(value), reader.GetAttribute("DeltaTUnit") ?? "s") : null;
                if (since is { } time) image.Moments[Whole(reader, "TheT", 0)] = time.TotalSeconds;
                else if (moment == 0) image.Moments[Whole(reader, "TheT", 0)] = 0;
                break;
            default:
                break;
        }
    }
}
