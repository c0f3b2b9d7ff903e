namespace Elegans.Imaging.Tiff;

/// <summary>A plane by what it shows, each counted from 0.</summary>
/// <param name="Time">The time point.</param>
/// <param name="Slice">The slice.</param>
/// <param name="Channel">The channel.</param>
internal readonly record struct PlaneAddress(int Time, int Slice, int Channel);
