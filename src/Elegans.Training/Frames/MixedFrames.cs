namespace Elegans.Training.Frames;

/// <summary>Draws each frame from one of several sources, by their shares.</summary>
internal sealed class MixedFrames(params IReadOnlyList<(double Share, IFrameSource Source)> sources) : IFrameSource
{
    /// <inheritdoc/>
    public TrainingFrame Draw(Random random)
    {
        double left = random.NextDouble() * sources.Sum(source => source.Share);
        foreach ((double share, IFrameSource source) in sources)
            if ((left -= share) < 0) return source.Draw(random);
        return sources[0].Source.Draw(random);
    }
}
