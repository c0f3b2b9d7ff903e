namespace Elegans.Imaging;

/// <summary>Pictures that are numbered as the frames of a movie are.</summary>
/// <param name="Pictures">How many there are.</param>
/// <param name="First">The name of the first, in the order of their numbers.</param>
/// <param name="Last">The name of the last.</param>
/// <param name="HasSlices">Whether several of them are slices of one time point.</param>
public sealed record NumberedSeries(int Pictures, string First, string Last, bool HasSlices)
{
    /// <summary>Over how many series they are spread, such as one for each channel.</summary>
    public int Series { get; init; } = 1;

    /// <summary>How many pictures each file holds: 1, or the slices of a time point, or the frames of a slice's movie.</summary>
    public int Planes { get; init; } = 1;

    /// <summary>Whether the files are movies whose names number slices.</summary>
    public bool AreMoviesOfSlices { get; init; }
}
