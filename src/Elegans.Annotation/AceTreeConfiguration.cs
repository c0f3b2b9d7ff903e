using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Elegans.Files;

namespace Elegans.Annotation;

/// <summary>
/// AceTree's description of an embryo, an XML file beside its archive: which archive that is, and the last time point that was
/// edited. Later ones are in the archive as StarryNite left them, and AceTree does not show them.
/// </summary>
/// <param name="Archive">The archive.</param>
/// <param name="Last">The last time point.</param>
internal sealed record AceTreeConfiguration(string Archive, int Last)
{
    /// <summary>A description is a few lines.</summary>
    private const long MaxLetters = 1 << 20;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly XmlReaderSettings Settings =
        new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = MaxLetters };

    /// <summary>Whether a file begins as XML does.</summary>
    /// <param name="begin">Its first bytes.</param>
    internal static bool IsXml(ReadOnlySpan<byte> begin) =>
        (begin.StartsWith(ByteOrderMark) ? begin[ByteOrderMark.Length..] : begin).TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    /// <summary>Reads a description.</summary>
    /// <param name="path">The XML file.</param>
    /// <exception cref="InputException">It is none, or the archive is not there.</exception>
    internal static AceTreeConfiguration Read(string path)
    {
        XElement root;
        try
        {
            using XmlReader reader = XmlReader.Create(path, Settings);
            root = XElement.Load(reader);
        }
        catch (XmlException exception)
        {
            throw new InputException(path, $"cannot be read as XML: {exception.Message}", exception);
        }

        if (Attribute(root, "nuclei", "file") is not { Length: > 0 } named)
            throw new InputException(path, "is XML and no description of AceTree's, which names an archive: <nuclei file=\"embryo.zip\"/>.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!, beside = named.Split('/', '\\')[^1];
        string archive = new[] { Path.Combine(folder, named), Path.Combine(folder, beside) }.FirstOrDefault(File.Exists)
            ?? throw new InputException(path, $"names the archive {named}, which is not there; put {beside} beside it.");
        if (Attribute(root, "end", "index") is not { Length: > 0 } end) return new AceTreeConfiguration(archive, int.MaxValue);
        return int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out int last) && last >= 1
            ? new AceTreeConfiguration(archive, last)
            : throw new InputException(path, $"has '{end}' as the index of the end, which is no time point.");
    }

    /// <summary>Reads a file that may be a description; null where it is none, or its archive is not there.</summary>
    /// <param name="path">The XML file.</param>
    internal static AceTreeConfiguration? TryRead(string path)
    {
        try
        {
            return Read(path);
        }
        catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Attribute(XElement root, string element, string attribute) =>
        root.Elements(element).FirstOrDefault()?.Attribute(attribute)?.Value.Trim();
}
