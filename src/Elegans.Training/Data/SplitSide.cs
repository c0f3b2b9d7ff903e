namespace Elegans.Training.Data;

/// <summary>A side of a split.</summary>
public enum SplitSide
{
    /// <summary>Trained on.</summary>
    Training,

    /// <summary>Decides learning rate and best weights.</summary>
    Validation,

    /// <summary>Sets the widths of intervals.</summary>
    Calibration,

    /// <summary>Judges.</summary>
    Test,

    /// <summary>Left out.</summary>
    Excluded,
}
