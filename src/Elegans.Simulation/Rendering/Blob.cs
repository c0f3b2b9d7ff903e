namespace Elegans.Simulation.Rendering;

/// <summary>A soft ellipse of light in a frame.</summary>
/// <param name="X">Centre, pixels.</param>
/// <param name="Y">Centre, pixels.</param>
/// <param name="Along">Half axis, pixels, at half brightness.</param>
/// <param name="Across">The other half axis, pixels.</param>
/// <param name="Angle">Direction of the first axis, radians from the x axis.</param>
/// <param name="Brightness">At its centre.</param>
/// <param name="Mottling">Spread of single pixels over that of all nuclei, as a share of its brightness.</param>
internal readonly record struct Blob(float X, float Y, float Along, float Across, float Angle, float Brightness, float Mottling = 0);
