using Elegans.Imaging;

namespace Elegans.Embryos;

/// <summary>Prepares frames for the finder's network: reduced, their writing painted over. Reuses its buffers.</summary>
internal sealed class EmbryoSight : IDisposable
{
    private readonly WritingFinder writing = new();

    /// <summary>The frame last prepared: reduced, its ground and writing taken off.</summary>
    internal ReducedFrame Reduced { get; } = new();

    /// <summary>Writing in the frame last prepared, and what was known to stand there.</summary>
    internal IReadOnlyList<OpenCvSharp.Rect> Writing { get; private set; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Reduced.Dispose();
        writing.Dispose();
    }

    /// <summary>Prepares a frame.</summary>
    /// <returns>Pixels of the input for one of the frame.</returns>
    internal double Fill(NuclearImage frame, IReadOnlyList<OpenCvSharp.Rect>? standing, Span<float> input)
    {
        Writing = [.. writing.Find(frame.Pixels), .. standing ?? []];
        Reduced.Load(frame.Pixels, Writing);
        FinderInput.Fill(Reduced, input);
        return FinderInput.ScaleOf(Reduced.Width, Reduced.Height) / Reduced.Factor;
    }
}
