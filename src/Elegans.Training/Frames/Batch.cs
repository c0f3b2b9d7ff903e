namespace Elegans.Training.Frames;

/// <summary>Frames ready for the network, with what it is to say of them.</summary>
/// <param name="Number">The batch's place in the run.</param>
/// <param name="Frames">Frame after frame, each height × width.</param>
/// <param name="Targets">Frame after frame, seven scaled counts; not a number where a count is not known.</param>
/// <param name="ShowsNuclei">Frame after frame, 1 where it shows labelled nuclei, 0 where it does not.</param>
internal sealed record Batch(long Number, float[] Frames, float[] Targets, float[] ShowsNuclei)
{
    internal int Size => ShowsNuclei.Length;
}
