using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>A frame, or an embryo of one, that was prepared for the network.</summary>
/// <param name="Index">Which frame.</param>
/// <param name="Contrast">The distance from black to white in its grey levels.</param>
/// <param name="Embryo">The embryo's place in its field of view; 0 for a whole frame.</param>
internal readonly record struct PreparedFrame(FrameIndex Index, double Contrast, int Embryo);
