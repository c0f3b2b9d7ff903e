using Elegans.Imaging;

namespace Elegans.Embryos;

/// <summary>Finds where embryos with labelled nuclei lie in one frame, at any size, from the picture alone.</summary>
/// <remarks>
/// Classical steps on a reduced copy: patches of light above the ground, spots told apart in each, patches taken together by what EPIC's
/// tracks say of nuclei's number, size and spread (<see cref="EmbryoShape"/>). Not safe for use by several threads at once: it reuses its
/// buffers. Make one for each thread.
/// </remarks>
internal sealed class EmbryoFinder : IDisposable
{
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
        var seen = new List<SeenEmbryo>();
        foreach (LightPatch group in PatchGrouping.Group(patches.Find(reduced)))
        {
            if (group.Spots < 2) continue;
            EmbryoOutline outline = EmbryoShape.Around(group.Ellipse, group.Spots).Scaled(reduced.Factor);
            seen.Add(new SeenEmbryo(outline, Math.Clamp(group.Spots / 50.0, 0.05, 1), group.Spots));
        }

        return new FrameFinding { Embryos = [.. seen.OrderByDescending(embryo => embryo.Confidence)] };
    }
}
