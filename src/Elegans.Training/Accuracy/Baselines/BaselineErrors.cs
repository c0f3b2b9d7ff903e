using Elegans.Lineages;

namespace Elegans.Training.Accuracy.Baselines;

/// <summary>How far predictions of a movie are off that no network, or little of one, made.</summary>
/// <param name="Predictor">Who predicted.</param>
/// <param name="Knows">What of the movie it was told.</param>
/// <param name="TotalShareError">Mean error of the total, as a share of the true one.</param>
/// <param name="SummedLineageError">Mean absolute errors of the seven lineages added up, in cells.</param>
internal sealed record BaselineErrors(string Predictor, string Knows, double TotalShareError, double SummedLineageError)
{
    /// <summary>The errors of counts beside the truth.</summary>
    internal static BaselineErrors Of(string predictor, string knows, IEnumerable<(LineageCounts Predicted, LineageCounts Truth)> frames) =>
        Of(predictor, knows, CountErrors.Of(frames));

    /// <summary>Errors that were measured already.</summary>
    internal static BaselineErrors Of(string predictor, string knows, CountErrors errors) =>
        new(predictor, knows, errors.TotalShareError, errors.SummedLineageError);
}
