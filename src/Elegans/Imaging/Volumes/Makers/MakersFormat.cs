namespace Elegans.Imaging.Volumes.Makers;

/// <summary>A format that is recognised so that its user learns what to do, and that is not read.</summary>
/// <param name="name">What it is, with its article, such as <c>a Nikon ND2 file</c>.</param>
/// <param name="way">How to get what is read out of it.</param>
/// <param name="extensions">The ends of the names of such files, in lower case; empty where only their content shows it.</param>
/// <param name="signatures">The bytes that such files have; none where only the name shows it.</param>
internal sealed class MakersFormat(string name, WayOut way, string[] extensions, params MakersSignature[] signatures)
{
    /// <summary>What it is, with its article, such as <c>a Nikon ND2 file</c>.</summary>
    internal string Name { get; } = name;

    /// <summary>How to get what is read out of it.</summary>
    internal WayOut Way { get; } = way;

    /// <summary>The ends of the names of such files, in lower case; empty where only their content shows it.</summary>
    internal string[] Extensions { get; } = extensions;

    /// <summary>The bytes that such files have; none where only the name shows it.</summary>
    internal MakersSignature[] Signatures { get; } = signatures;

    /// <summary>Whether it holds pictures or movies, so that in a folder of inputs it is meant to be one.</summary>
    internal bool HoldsPictures => Way is WayOut.BioFormats or WayOut.Fiji;
}
