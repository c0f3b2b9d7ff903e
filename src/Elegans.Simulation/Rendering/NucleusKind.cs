namespace Elegans.Simulation.Rendering;

/// <summary>What a bright spot of a frame is.</summary>
public enum NucleusKind
{
    /// <summary>A nucleus between two divisions.</summary>
    Interphase,

    /// <summary>A nucleus whose chromosomes are condensed to a plate, or that was just born.</summary>
    Dividing,

    /// <summary>A nucleus of which it is not known whether it divides.</summary>
    Nucleus,

    /// <summary>A polar body.</summary>
    PolarBody,
}
