using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Tiff;

/// <summary>TIFF and BigTIFF, whatever the name: plain stacks, hyperstacks of ImageJ, OME-TIFF, MetaMorph's .stk and Zeiss's .lsm.</summary>
internal sealed class TiffFormat : FrameFormat
{
    /// <summary>Names that only a TIFF has: what is called so and is none is refused as such.</summary>
    private static readonly string[] Extensions = [".tif", ".tiff", ".tf2", ".tf8", ".btf", ".stk", ".lsm"];

    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) =>
        input.Has("II*\0"u8) || input.Has("MM\0*"u8) || input.Has("II+\0"u8) || input.Has("MM\0+"u8)
            || (!input.IsFolder && Extensions.Contains(input.Extension));

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options) => TiffDecoder.Open(path, options);
}
