using System.Text.Json.Serialization;
namespace Elegans.Models;

/// <summary>How a frame becomes the network's input. Stored in the model card, so that training and prediction cannot differ.</summary>
public sealed record InputSpecification
{
    /// <summary>Width of the network's input in pixels.</summary>
    public int Width { get; init; } = 192;

    /// <summary>Height of the network's input in pixels. Frames taller than wide are turned on their side: a count does not care.</summary>
    public int Height { get; init; } = 128;

    /// <summary>The percentile of a frame's pixels that becomes black (-1).</summary>
    public double BlackPercentile { get; init; } = 5;

    /// <summary>The percentile of a frame's pixels that becomes white (+1).</summary>
    public double WhitePercentile { get; init; } = 99.8;

    /// <summary>What is brighter than white is cut at this multiple of the distance from black to white.</summary>
    public double Ceiling { get; init; } = 1.2;

    /// <summary>The least distance from black to white, in grey levels of the image (8 or 16 bits): fainter frames are not stretched further.</summary>
    [JsonPropertyName("leastContrast")]
    public double MinContrast { get; init; } = 8;

    /// <summary>
    /// The distance from black to white, in grey levels of the image, from which on a frame is bright enough to show an
    /// embryo. A frame with less is counted only where the network recognises labelled nuclei in it all the same. In EPIC's
    /// movies the faintest embryo has 27, and a black frame's compression residue 10.
    /// </summary>
    public double EmbryoContrast { get; init; } = 16;

    /// <summary>The distance from black to white below which a frame is blank, whatever the network makes of it.</summary>
    public double BlankContrast { get; init; } = 4;

    /// <summary>The number of pixels of one input.</summary>
    internal int PixelCount => checked(Width * Height);
}
