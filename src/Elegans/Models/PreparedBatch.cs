using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>A few frames, or embryos cut out of frames, as the network wants them.</summary>
internal sealed class PreparedBatch(InputSpecification specification, int capacity)
{
    private readonly float[] inputs = new float[capacity * specification.PixelCount];
    private readonly PreparedFrame[] frames = new PreparedFrame[capacity];

    internal int Count { get; private set; }

    internal Memory<float> Frames => inputs.AsMemory(0, Count * specification.PixelCount);

    /// <summary>One of the frames.</summary>
    internal PreparedFrame this[int i] => frames[i];

    /// <summary>Makes room for other frames.</summary>
    internal void Clear() => Count = 0;

    internal void Add(FrameIndex index, NuclearImage image, FramePreparation preparation, int embryo = 0, EmbryoView? view = null)
    {
        double contrast = preparation.Prepare(image, view, inputs.AsSpan(Count * specification.PixelCount, specification.PixelCount));
        frames[Count++] = new PreparedFrame(index, contrast, embryo);
    }
}
