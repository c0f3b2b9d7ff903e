using Elegans.Lineages;
namespace Elegans.Workers;

/// <summary>How a predicted movie compares with a track.</summary>
/// <param name="Embryo">The track's embryo.</param>
/// <param name="Belongs">Whether the track belongs to the movie.</param>
/// <param name="Verdict">The same in words, with the offset found.</param>
/// <param name="Frames">Annotated frames that were compared.</param>
/// <param name="TotalShareError">How far the total is off on average, as a share.</param>
/// <param name="SummedLineageError">How many cells the lineages are off on average, added up.</param>
/// <param name="LineageErrors">How many cells each lineage is off on average.</param>
public sealed record ComparedInput(string Embryo, bool Belongs, string Verdict, int Frames, double TotalShareError, double SummedLineageError,
    IReadOnlyDictionary<string, double> LineageErrors)
{
    private readonly ByContent<IReadOnlyDictionary<string, double>> lineageErrors = new(LineageErrors);

    /// <summary>How many cells each lineage is off on average.</summary>
    public IReadOnlyDictionary<string, double> LineageErrors
    {
        get => lineageErrors.Value;
        init => lineageErrors = new(value);
    }
}
