using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Volumes.Makers;

/// <summary>Bytes at a place.</summary>
/// <param name="at">The place, counted from 0.</param>
/// <param name="bytes">The bytes.</param>
/// <param name="needsName">Whether others begin so too, and the name must agree.</param>
internal sealed class MakersSignature(int at, byte[] bytes, bool needsName = false)
{
    /// <summary>The place, counted from 0.</summary>
    internal int At { get; } = at;

    /// <summary>The bytes.</summary>
    internal byte[] Bytes { get; } = bytes;

    /// <summary>Whether others begin so too, and the name must agree.</summary>
    internal bool NeedsName { get; } = needsName;

    /// <summary>A signature at the beginning.</summary>
    internal static MakersSignature Of(ReadOnlySpan<byte> bytes) => new(0, bytes.ToArray());

    /// <summary>A signature at the beginning that others have too.</summary>
    internal static MakersSignature Shared(ReadOnlySpan<byte> bytes) => new(0, bytes.ToArray(), needsName: true);

    /// <summary>A signature further on.</summary>
    internal static MakersSignature Beyond(int at, ReadOnlySpan<byte> bytes) => new(at, bytes.ToArray());

    /// <summary>Whether an input has it.</summary>
    internal bool Fits(InputSignature input) => input.Has(Bytes, At);
}
