namespace Elegans.Evaluation;

/// <summary>How found nuclei fit traced ones in one frame or in several.</summary>
/// <param name="Matched">Nuclei that were found where one was traced.</param>
/// <param name="Found">Nuclei that were found.</param>
/// <param name="Traced">Nuclei that were traced.</param>
public readonly record struct NucleusMatch(int Matched, int Found, int Traced)
{
    /// <summary>The share of found nuclei that were traced.</summary>
    public double Precision => Found == 0 ? 1 : Matched / (double)Found;

    /// <summary>The share of traced nuclei that were found.</summary>
    public double Recall => Traced == 0 ? 1 : Matched / (double)Traced;

    /// <summary>Twice the matched nuclei over all that were found or traced: the harmonic mean of precision and recall.</summary>
    public double F1 => Found + Traced == 0 ? 1 : 2.0 * Matched / (Found + Traced);

    /// <summary>Both together.</summary>
    /// <param name="other">Other frames.</param>
    public NucleusMatch And(NucleusMatch other) => new(Matched + other.Matched, Found + other.Found, Traced + other.Traced);
}
