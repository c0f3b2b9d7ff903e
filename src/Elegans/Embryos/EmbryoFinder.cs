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

    private readonly ReducedFrame reduced = new();
    private readonly PatchFinder patches = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        reduced.Dispose();
        patches.Dispose();
    }

    /// <summary>Finds the embryos of one frame.</summary>
    /// <param name="frame">The nuclear channel.</param>
    internal FrameFinding Find(NuclearImage frame)
    {
        reduced.Load(frame.Pixels, []);
        if (PatchGrouping.Best(patches.Find(reduced)) is not { } grouping) return new FrameFinding();
        var seen = new List<SeenEmbryo>();
        foreach ((LightPatch light, double likeness) in grouping.Groups)
        {
            if (likeness < MinLikeness) continue;
            EmbryoOutline outline = EmbryoShape.Around(light).Scaled(reduced.Factor);
            seen.Add(new SeenEmbryo(outline, likeness, (int)Math.Round(PatchGrouping.Nuclei(light, grouping.Length))));
        }

        return new FrameFinding { Embryos = [.. seen.OrderByDescending(embryo => embryo.Confidence)] };
    }
}
