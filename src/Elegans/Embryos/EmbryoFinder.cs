using Elegans.Imaging;

namespace Elegans.Embryos;

/// <summary>Finds where embryos with labelled nuclei lie in one frame, at any size, from the picture alone.</summary>
/// <remarks>
/// A small network, trained on rendered fields of view, looks at a reduced copy of the frame. Not safe for use by several threads at once: it reuses
/// its buffers. Make one for each thread.
/// </remarks>
internal sealed class EmbryoFinder : IDisposable
{
    /// <summary>Below it an outline is no embryo.</summary>
    private const double MinConfidence = 0.2;

    private readonly EmbryoSight sight = new();
    private readonly float[] input = new float[FinderInput.Length], maps = new float[OutlineMaps.Length];

    /// <summary>The frame last searched: reduced, its ground and writing taken off.</summary>
    internal OpenCvSharp.Mat Light => sight.Reduced.Light;

    /// <summary>Pixels of that frame for one of the reduced one.</summary>
    internal double Factor => sight.Reduced.Factor;

    /// <inheritdoc/>
    public void Dispose() => sight.Dispose();

    /// <summary>Finds the embryos of one frame.</summary>
    /// <param name="frame">The nuclear channel.</param>
    /// <param name="standing">What is known to stand at its place through the movie, and is no embryo.</param>
    internal FrameFinding Find(NuclearImage frame, IReadOnlyList<OpenCvSharp.Rect>? standing = null)
    {
        double scale = sight.Fill(frame, standing, input);
        if (sight.Reduced.Peak <= 0) return new FrameFinding { Writing = [.. sight.Writing] };
        OutlineNetwork.BuiltIn.Run(input, maps);
        return new FrameFinding
        {
            Embryos = [.. OutlineMaps.Read(maps).Where(seen => seen.Confidence >= MinConfidence)
                .Select(seen => seen with { Outline = seen.Outline.Scaled(1 / scale) })],
            Writing = [.. sight.Writing],
        };
    }
}
