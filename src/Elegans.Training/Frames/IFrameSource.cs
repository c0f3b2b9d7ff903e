namespace Elegans.Training.Frames;

/// <summary>Where training frames come from.</summary>
internal interface IFrameSource
{
    /// <summary>Draws a frame; the caller disposes it. The same state of chance gives the same frame.</summary>
    public TrainingFrame Draw(Random random);
}
