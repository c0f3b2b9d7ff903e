using System.Collections.Immutable;
using System.Text.Json;
using Elegans.Clock;
using Elegans.Evaluation;
using Elegans.Intervals;

namespace Elegans.Packages;

/// <summary>
/// Reads cards field by field. A serialiser would do it in one line, and take a tenth of a second at the start of every program to
/// make itself ready; this also checks the shape of every table before a prediction needs it.
/// </summary>
internal static class ModelCardReader
{
    /// <summary>Reads a card.</summary>
    /// <exception cref="JsonException">It is malformed; the message names the field.</exception>
    internal static ModelCard Read(JsonElement element)
    {
        var card = new CardObject(element, "");
        var read = new ModelCard
        {
            Format = card.Whole("format"),
            Name = card.Text("name"),
            Version = card.Text("version"),
            Lineages = [.. card.Texts("lineages").Select(name => Named<Lineage>(name, "lineages"))],
            Input = Input(card.Required("input")),
            Scaling = Scaling(card.Required("scaling")),
            RecognitionThreshold = card.Number("recognitionThreshold"),
            Clock = card.Object("clock") is { } clock ? Clock(clock) : null,
            MostMisfit = card.Number("mostMisfit"),
            Intervals = card.Object("intervals") is { } intervals ? Intervals(intervals) : null,
            ValidRange = Range(card.Required("validRange")),
            Weights = Weights(card.Required("weights")),
            Training = card.Find("training")?.Clone(),
            Errors = [.. card.List("errors").Select((error, number) => Error(new CardObject(error, $"errors[{number}]")))],
            Limits = [.. card.Texts("limits")],
            Citations = [.. card.Texts("citations")],
        };
        card.End();
        return read;
    }

    private static T Named<T>(string name, string field)
        where T : struct, Enum => Enum.TryParse(name, ignoreCase: false, out T value) && Enum.IsDefined(value) ? value : throw new JsonException($"'{field}' knows no '{name}'");

    private static InputSpecification Input(CardObject input)
    {
        var usual = new InputSpecification();
        var read = new InputSpecification
        {
            Width = input.Whole("width", usual.Width),
            Height = input.Whole("height", usual.Height),
            BlackPercentile = input.Number("blackPercentile") ?? usual.BlackPercentile,
            WhitePercentile = input.Number("whitePercentile") ?? usual.WhitePercentile,
            Ceiling = input.Number("ceiling") ?? usual.Ceiling,
            LeastContrast = input.Number("leastContrast") ?? usual.LeastContrast,
            EmbryoContrast = input.Number("embryoContrast") ?? usual.EmbryoContrast,
            BlankContrast = input.Number("blankContrast") ?? usual.BlankContrast,
        };
        input.End();
        return read;
    }

    private static TargetScaling Scaling(CardObject scaling)
    {
        var usual = new TargetScaling();
        double[] ceilings = scaling.Numbers("ceilings");
        var read = new TargetScaling
        {
            Transform = scaling.Find("transform") is { } transform ? Named<CountTransform>(transform.ToString(), "scaling.transform") : usual.Transform,
            Ceilings = ceilings.Length == 0 ? usual.Ceilings : [.. ceilings.Select(ceiling => (int)Math.Clamp(ceiling, 0, int.MaxValue))],
        };
        scaling.End();
        return read;
    }

    private static ClockSettings Clock(CardObject clock)
    {
        var usual = new ClockSettings();
        double[] errors = clock.Numbers("readingError");
        if (errors.Length != 0 && errors.Length != Lineages.Count) throw new JsonException($"'clock.readingError' has {errors.Length} numbers for {Lineages.Count} lineages");
        var read = new ClockSettings
        {
            ReadingError = errors.Length == 0 ? usual.ReadingError : [.. errors],
            ErrorsTogether = clock.Number("errorsTogether") ?? usual.ErrorsTogether,
            Tails = clock.Number("tails") ?? usual.Tails,
            PaceDrift = clock.Number("paceDrift") ?? usual.PaceDrift,
            UsualPace = clock.Number("usualPace") ?? usual.UsualPace,
            PaceSpread = clock.Number("paceSpread") ?? usual.PaceSpread,
            KnownPaceSpread = clock.Number("knownPaceSpread") ?? usual.KnownPaceSpread,
        };
        clock.End();
        return read;
    }

    private static IntervalCalibration Intervals(CardObject intervals)
    {
        int stages = IntervalCalibration.StageEnds.Length + 1, columns = Lineages.Count + 1;
        var read = new IntervalCalibration { Doublings = Table("doublings"), Minutes = Table("minutes") };
        intervals.End();
        return read;

        ImmutableArray<ImmutableArray<double>> Table(string name) => [.. intervals.Table(name, stages, columns).Select(row => ImmutableArray.Create(row))];
    }

    private static CellRange Range(CardObject range)
    {
        var read = new CellRange(range.Whole("fewest"), range.Whole("most"));
        range.End();
        return read;
    }

    private static WeightsFile Weights(CardObject weights)
    {
        var read = new WeightsFile(weights.Text("file"), weights.Text("sha256"), weights.Text("precision"));
        weights.End();
        return read;
    }

    private static MeasuredError Error(CardObject error)
    {
        var read = new MeasuredError(error.Text("on"), error.Text("kind"), error.Text("predictor"), error.Text("training"), Errors(error.Required("errors")));
        error.End();
        return read;
    }

    private static CountErrors Errors(CardObject errors)
    {
        _ = errors.Find("summedLineageError"); // Written for readers; the lineages' errors tell it.
        var read = new CountErrors
        {
            Frames = errors.Whole("frames"),
            LineageErrors = [.. errors.Numbers("lineageErrors")],
            TotalError = Number("totalError"),
            TotalShareError = Number("totalShareError"),
            ShareWithinTenPercent = Number("shareWithinTenPercent"),
            ExactShares = [.. errors.Numbers("exactShares")],
        };
        errors.End();
        return read;

        double Number(string name) => errors.Number(name) ?? throw new JsonException($"an error tells no {name}");
    }
}
