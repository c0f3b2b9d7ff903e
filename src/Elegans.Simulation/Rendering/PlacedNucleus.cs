namespace Elegans.Simulation.Rendering;

/// <summary>The truth about one bright spot of a frame.</summary>
/// <param name="X">Its middle, pixels from the left.</param>
/// <param name="Y">Its middle, pixels from the top.</param>
/// <param name="Diameter">Its diameter in pixels, as traced.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct PlacedNucleus(double X, double Y, double Diameter, NucleusKind Kind);
