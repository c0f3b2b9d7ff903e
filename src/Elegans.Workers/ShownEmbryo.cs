using Elegans.Embryos;
using Elegans.Predictions;

namespace Elegans.Workers;

/// <summary>One of several embryos of an input, for a page that lets people choose.</summary>
/// <param name="Number">Its number, from 1, from left to right.</param>
/// <param name="X">Its middle, pixels of the frame from the left.</param>
/// <param name="Y">Its middle, pixels from the top.</param>
/// <param name="Length">Its length in pixels.</param>
/// <param name="Breadth">Its breadth in pixels.</param>
/// <param name="Degrees">Direction of its long axis, degrees from the x axis towards the y axis.</param>
public sealed record ShownEmbryo(int Number, double X, double Y, double Length, double Breadth, double Degrees)
{
    /// <summary>The embryos of an input; none where there is only one.</summary>
    /// <param name="field">What was found.</param>
    internal static IReadOnlyList<ShownEmbryo> Of(FieldPrediction field) => field.Field.Embryos.Length < 2 ? []
        : [.. field.Field.Embryos.Select((embryo, i) => Of(i + 1, embryo.Middle))];

    private static ShownEmbryo Of(int number, EmbryoOutline outline) => new(
        number, Math.Round(outline.CentreX, 1), Math.Round(outline.CentreY, 1), Math.Round(2 * outline.LongHalfAxis, 1),
        Math.Round(2 * outline.ShortHalfAxis, 1), Math.Round(double.RadiansToDegrees(outline.Angle), 1));
}
