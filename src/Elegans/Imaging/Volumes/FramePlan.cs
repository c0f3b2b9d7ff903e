using Elegans.Files;

namespace Elegans.Imaging.Volumes;

/// <summary>Which planes of a volume make a frame. The planes are numbered slice by slice, time point after time point.</summary>
/// <param name="Frames">How many frames there are.</param>
/// <param name="Slices">How many planes make one.</param>
internal readonly record struct FramePlan(int Frames, int Slices)
{
    /// <summary>The plan of a volume.</summary>
    /// <param name="path">The input, for messages.</param>
    /// <param name="size">How large the volume is.</param>
    /// <param name="asked">How many slices were asked to make one time point; null where the file is believed.</param>
    /// <exception cref="InputException">Its planes do not make whole time points of so many slices.</exception>
    internal static FramePlan Of(string path, VolumeSize size, int? asked)
    {
        if (asked is null || asked == size.Z) return new FramePlan(size.T, size.Z);
        long planes = (long)size.T * size.Z;
        if (asked < 1 || planes % asked != 0)
        {
            throw new InputException(
                path, FormattableString.Invariant(
                    $"has {planes} planes in each channel ({size.T} time points of {size.Z} slices), which do not make whole time points of {asked} slices."),
                    InputRemedy.Slices);
        }

        return new FramePlan((int)Math.Min(planes / asked.Value, int.MaxValue), asked.Value);
    }
}
