namespace Elegans.Training.Data;

/// <summary>What an embryo is for in a run; a manifest's column <c>role</c> gives it by these names in small letters.</summary>
public enum SplitSide
{
    /// <summary>The network is trained on it.</summary>
    Training,

    /// <summary>It decides when the learning rate falls and which weights are best.</summary>
    Validation,

    /// <summary>Interval widths are measured on it.</summary>
    Calibration,

    /// <summary>Nothing is decided by it.</summary>
    Test,

    /// <summary>It is left out altogether.</summary>
    Excluded,
}
