namespace Elegans.Predictions;

/// <summary>The names of statuses in tables.</summary>
public static class FrameStatuses
{
    /// <summary>What a table calls a status.</summary>
    /// <param name="status">The status.</param>
    public static string Name(this FrameStatus status) => status switch
    {
        FrameStatus.Ok => "ok",
        FrameStatus.NoEmbryo => "no_embryo",
        FrameStatus.NotNuclei => "not_nuclei",
        FrameStatus.Damaged => "damaged",
        FrameStatus.BeyondRange => "beyond_range",
        FrameStatus.CutOff => "cut_off",
        FrameStatus.TooSmall => "too_small",
        FrameStatus.Overlapping => "overlapping",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };

    /// <summary>The status that a table calls so; null where there is none.</summary>
    internal static FrameStatus? Named(string name)
    {
        foreach (FrameStatus status in Enum.GetValues<FrameStatus>())
            if (status.Name() == name) return status;
        return null;
    }
}
