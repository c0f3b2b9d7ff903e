namespace Elegans.Training.Frames;

/// <summary>Frames ready for the network, with what it is to say of them.</summary>
/// <param name="number">The batch's place in the run.</param>
/// <param name="frames">Frame after frame, each height × width.</param>
/// <param name="targets">Frame after frame, seven scaled counts; not a number where a count is not known.</param>
/// <param name="showsNuclei">Frame after frame, 1 where it shows labelled nuclei, 0 where it does not.</param>
/// <param name="maps">Frame after frame, the maps of nuclei; not a number where they are not known. Null where they are not learnt.</param>
internal sealed class Batch(long number, float[] frames, float[] targets, float[] showsNuclei, float[]? maps = null)
{
    internal float[]? Maps => maps;

    internal long Number => number;

    internal float[] Frames => frames;

    internal float[] Targets => targets;

    internal float[] ShowsNuclei => showsNuclei;

    internal int Size => ShowsNuclei.Length;
}
