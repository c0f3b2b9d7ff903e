using Elegans.Imaging;

namespace Elegans.Benchmarks.Prediction;

/// <summary>A movie played again and again, as a file of its own.</summary>
internal static class RepeatedMovie
{
    private const double FramesPerSecond = 10;

    internal static void Write(string movie, int times, string path) =>
        MovieWriter.Write(path, Enumerable.Range(0, times).SelectMany(_ => FrameSource.Open(movie).Frames()), FramesPerSecond);
}
