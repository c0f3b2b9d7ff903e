using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>A few frames, or embryos cut out of frames, as the network wants them.</summary>
internal sealed class PreparedBatch(InputSpecification specification, int capacity)
{
    private readonly float[] inputs = new float[capacity * specification.PixelCount];
    private readonly (FrameIndex Index, double Contrast, int Embryo)[] frames = new (FrameIndex, double, int)[capacity];

    internal int Count { get; private set; }

    internal Memory<float> Frames => inputs.AsMemory(0, Count * specification.PixelCount);

    internal FrameIndex Index(int i) => frames[i].Index;

    internal double Contrast(int i) => frames[i].Contrast;

    /// <summary>The embryo's place in its field of view; 0 for a whole frame.</summary>
    internal int Embryo(int i) => frames[i].Embryo;

    /// <summary>Makes room for other frames.</summary>
    internal void Clear() => Count = 0;

    internal void Add(FrameIndex index, NuclearImage image, FramePreparation preparation, int embryo = 0, EmbryoView? view = null)
    {
        double contrast = preparation.Prepare(image, view, inputs.AsSpan(Count * specification.PixelCount, specification.PixelCount));
        frames[Count++] = (index, contrast, embryo);
    }
}
