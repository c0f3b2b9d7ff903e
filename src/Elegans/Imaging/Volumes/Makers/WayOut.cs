namespace Elegans.Imaging.Volumes.Makers;

/// <summary>How to get something that is read out of a format that is not.</summary>
internal enum WayOut
{
    /// <summary>Bio-Formats reads it: Fiji, or its own program bfconvert.</summary>
    BioFormats,

    /// <summary>Fiji reads it, with a plugin or by itself.</summary>
    Fiji,

    /// <summary>It holds arrays of numbers, and whoever wrote it can write pictures.</summary>
    Array,

    /// <summary>It is packed, and can be unpacked.</summary>
    Unpack,

    /// <summary>It is a document, and its pictures can be taken out.</summary>
    Document,

    /// <summary>It is no picture, and was named by mistake.</summary>
    Other,
}
