namespace Elegans.Plots;

/// <summary>How a figure's axis of cell counts runs.</summary>
public enum CountScale
{
    /// <summary>Every doubling takes the same room, so that small lineages and waves of division can be read; zero lies below one.</summary>
    Doublings,

    /// <summary>Every cell takes the same room.</summary>
    Linear,
}
