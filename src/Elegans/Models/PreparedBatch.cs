using Elegans.Imaging;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>A few frames as the network wants them, with their numbers.</summary>
internal sealed class PreparedBatch(InputSpecification specification, int capacity)
{
    private readonly float[] inputs = new float[capacity * specification.PixelCount];
    private readonly (FrameIndex Index, double Contrast)[] frames = new (FrameIndex, double)[capacity];

    internal int Count { get; private set; }

    internal Memory<float> Frames => inputs.AsMemory(0, Count * specification.PixelCount);

    internal FrameIndex Index(int i) => frames[i].Index;

    internal double Contrast(int i) => frames[i].Contrast;

    /// <summary>Makes room for other frames.</summary>
    internal void Clear() => Count = 0;

    internal void Add(FrameIndex index, NuclearImage image, FramePreparation preparation)
    {
        double contrast = preparation.Prepare(image, inputs.AsSpan(Count * specification.PixelCount, specification.PixelCount));
        frames[Count++] = (index, contrast);
    }
}
