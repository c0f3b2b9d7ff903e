using Elegans.Imaging;

namespace Elegans.Embryos;

/// <summary>Finds where embryos with labelled nuclei lie in one frame, at any size, from the picture alone.</summary>
/// <remarks>
/// Classical steps on a reduced copy: patches of light above the ground, taken together by what EPIC's tracks say of nuclei's size, number
/// and spread (<see cref="EmbryoShape"/>). Not safe for use by several threads at once: it reuses its buffers. Make one for each thread.
/// </remarks>
internal sealed class EmbryoFinder : IDisposable
{
    /// <summary>Below it a group of lights is no embryo.</summary>
    private const double MinLikeness = 0.02;

    /// <summary>A group that has little light beside the brightest, and hardly exceeds the threshold, is noise that looks like nuclei.</summary>
    private const double MinLight = 0.15, MinLevel = 1.45;

    private readonly ReducedFrame reduced = new();
    private readonly PatchFinder patches = new();
    private readonly WritingFinder writing = new();
    private readonly PatchSplitter splitter;

    /// <summary>Creates a finder with its buffers.</summary>
    public EmbryoFinder() => splitter = new PatchSplitter(reduced, patches.Labels);

    /// <summary>The frame last searched: reduced, its ground and writing taken off.</summary>
    internal OpenCvSharp.Mat Light => reduced.Light;

    /// <summary>Pixels of that frame for one of the reduced one.</summary>
    internal double Factor => reduced.Factor;

    /// <inheritdoc/>
    public void Dispose()
    {
        reduced.Dispose();
        patches.Dispose();
        writing.Dispose();
    }

    /// <summary>Finds the embryos of one frame.</summary>
    /// <param name="frame">The nuclear channel.</param>
    /// <param name="standing">What is known to stand at its place through the movie, and is no embryo.</param>
    internal FrameFinding Find(NuclearImage frame, IReadOnlyList<OpenCvSharp.Rect>? standing = null)
    {
        List<OpenCvSharp.Rect> boxes = [.. writing.Find(frame.Pixels), .. standing ?? []];
        reduced.Load(frame.Pixels, boxes);
        splitter.Clear();
        if (PatchGrouping.Best(patches.Find(reduced), splitter, reduced.Light.Size()) is not { } grouping) return new FrameFinding { Writing = [.. boxes] };
        double brightest = grouping.Groups.Max(group => group.Light.Light);
        double level = patches.Threshold;
        var seen = new List<SeenEmbryo>();
        foreach ((LightPatch light, double likeness) in grouping.Groups)
        {
            if (likeness < MinLikeness) continue;
            if (light.Light < MinLight * brightest && light.Light < MinLevel * level * light.Area) continue;
            double nuclei = PatchGrouping.Nuclei(light, grouping.Length);
            EmbryoOutline outline = light.IsCutOff
                ? OutlineFit.Fit(light, grouping.Length, reduced.Width, reduced.Height)
                : EmbryoShape.Around(light, nuclei, grouping.Length);
            seen.Add(new SeenEmbryo(outline.Scaled(reduced.Factor), likeness, (int)Math.Round(nuclei)));
        }

        return new FrameFinding { Embryos = [.. seen.OrderByDescending(embryo => embryo.Confidence)], Writing = [.. boxes] };
    }
}
