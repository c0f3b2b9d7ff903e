namespace Elegans.Predictions;

/// <summary>What departs from normal development in a frame.</summary>
public enum Deviation
{
    /// <summary>There are fewer cells than a normal embryo has at that time, at the pace it had before.</summary>
    FewerCells,

    /// <summary>There are more cells than a normal embryo has at that time, at the pace it had before.</summary>
    MoreCells,
}
