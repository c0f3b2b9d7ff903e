namespace Elegans.Imaging.Volumes;

/// <summary>Time points, channels and slices that are stored in chunks: boxes of one size that are decoded one by one.</summary>
internal abstract class Volume : IDisposable
{
    /// <summary>How large it is.</summary>
    internal abstract VolumeSize Size { get; }

    /// <summary>How large a chunk is.</summary>
    internal abstract VolumeSize Chunk { get; }

    /// <summary>What its samples are.</summary>
    internal abstract SampleType Type { get; }

    /// <summary>What the samples of a chunk are that is not stored.</summary>
    internal virtual double Fill => 0;

    /// <summary>Decodes one chunk.</summary>
    /// <param name="chunk">Which chunk along each axis, counted from 0.</param>
    /// <returns>Its samples; null where it is not stored.</returns>
    /// <exception cref="InvalidDataException">It is damaged; the message names it and says how.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal abstract VolumeBlock? Decode(VolumeSize chunk);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
