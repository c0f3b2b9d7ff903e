namespace Elegans.Predictions;

/// <summary>A nucleus that was found in a frame.</summary>
/// <param name="X">Its middle, pixels of the frame from the left; the middle of the first pixel is 0.</param>
/// <param name="Y">Its middle, pixels from the top.</param>
/// <param name="Diameter">Its diameter in pixels of the frame.</param>
/// <param name="Probability">How sure the network is that it is one nucleus, from 0 to 1; not calibrated.</param>
/// <param name="Dividing">How sure it is that the nucleus divides: condensed to a plate, or just born; from 0 to 1, not calibrated.</param>
public readonly record struct FoundNucleus(double X, double Y, double Diameter, double Probability, double Dividing);
