namespace Elegans.Imaging.Tiff;

/// <summary>The tags of a TIFF's directory that are read; TIFF 6.0, and those of microscopes' makers.</summary>
internal enum TagId : ushort
{
    /// <summary>No tag.</summary>
    None = 0,

    /// <summary>What a page is of the whole: bit 0 a smaller copy, bit 2 a mask.</summary>
    NewSubfileType = 254,

    /// <summary>The older form of it: 2 is a smaller copy.</summary>
    SubfileType = 255,

    /// <summary>Width in pixels.</summary>
    ImageWidth = 256,

    /// <summary>Height in pixels.</summary>
    ImageLength = 257,

    /// <summary>Bits of each sample.</summary>
    BitsPerSample = 258,

    /// <summary>How strips and tiles are compressed.</summary>
    Compression = 259,

    /// <summary>What the samples mean.</summary>
    Photometric = 262,

    /// <summary>In which order bits fill a byte.</summary>
    FillOrder = 266,

    /// <summary>A text, which many programs use for what the format has no tag for.</summary>
    ImageDescription = 270,

    /// <summary>Where the strips are.</summary>
    StripOffsets = 273,

    /// <summary>Samples of each pixel.</summary>
    SamplesPerPixel = 277,

    /// <summary>Rows of each strip.</summary>
    RowsPerStrip = 278,

    /// <summary>Bytes of each strip.</summary>
    StripByteCounts = 279,

    /// <summary>Pixels per unit along a row.</summary>
    XResolution = 282,

    /// <summary>Whether samples lie pixel by pixel (1) or plane by plane (2).</summary>
    PlanarConfiguration = 284,

    /// <summary>The unit of the resolution: 2 inches, 3 centimetres.</summary>
    ResolutionUnit = 296,

    /// <summary>What was done to the samples before they were compressed.</summary>
    Predictor = 317,

    /// <summary>The palette.</summary>
    ColorMap = 320,

    /// <summary>Width of a tile.</summary>
    TileWidth = 322,

    /// <summary>Height of a tile.</summary>
    TileLength = 323,

    /// <summary>Where the tiles are.</summary>
    TileOffsets = 324,

    /// <summary>Bytes of each tile.</summary>
    TileByteCounts = 325,

    /// <summary>What samples beyond the colours mean: 1 and 2 are transparency.</summary>
    ExtraSamples = 338,

    /// <summary>Whether samples are unsigned, signed or real numbers.</summary>
    SampleFormat = 339,

    /// <summary>Slices of a page that has depth.</summary>
    ImageDepth = 32997,

    /// <summary>MetaMorph: times and distances of the planes that follow the first one; as many as planes.</summary>
    MetaMorphPlanes = 33629,

    /// <summary>Zeiss: dimensions and intervals of an LSM file.</summary>
    ZeissLsm = 34412,
}
