using System.Globalization;

namespace Elegans.Benchmarks.Prediction;

/// <summary>A movie read the predecessor's way.</summary>
/// <param name="Name">What it ran in.</param>
/// <param name="Frames">Frames of the movie.</param>
/// <param name="Seconds">What reading took without starting up.</param>
/// <param name="Process">The whole process.</param>
internal sealed record PredecessorRun(string Name, int Frames, double Seconds, WholeProcess Process)
{
    /// <summary>Frames a second, start-up excluded.</summary>
    internal double Rate => Frames / Seconds;

    /// <summary>A run as its last line reports it: frames and seconds.</summary>
    internal static PredecessorRun Of(string name, WholeProcess process)
    {
        string[] measured = process.Output.Trim().Split('\n')[^1].Split(' ');
        return new(name, int.Parse(measured[0], CultureInfo.InvariantCulture), double.Parse(measured[1], CultureInfo.InvariantCulture), process);
    }
}
