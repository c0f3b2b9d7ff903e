using System.Collections.Immutable;
using System.Text.Json;
using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>
/// Reads cards field by field. A serialiser would do it in one line, and take a tenth of a second at the start of every program to
/// make itself ready; this also checks the shape of every table before a prediction needs it.
/// </summary>
internal static class ModelCardReader
{
    /// <summary>Bounds of what has none by its nature: far beyond any number that means something, and safe to compute with.</summary>
    private const double Tiny = 1e-6, Huge = 1e6;

    /// <summary>Sides of an input; more is no mistake only in theory.</summary>
    private const int MinSide = 32, MaxSide = 4096;

    /// <summary>The greatest distance between two grey levels of an image of 16 bits.</summary>
    private const double MaxContrast = ushort.MaxValue;
    private const double MaxLogOdds = 1000, MaxDoublings = 30, MaxMinutes = 10_000, MaxWidening = 100;
    private const int MaxCells = 1_000_000, MaxLabel = 200;

    /// <summary>Standard deviations of a logarithm to base 2: less is surer than numbers are exact, and more rules nothing out.</summary>
    private const double MinSpread = 0.01, MaxSpread = 20;

    /// <summary>Reads a card.</summary>
    /// <exception cref="JsonException">It is malformed; the message names the field.</exception>
    internal static ModelCard Read(JsonElement element)
    {
        CardObject.RequireUnicode(element);
        var card = new CardObject(element, "");
        var read = new ModelCard
        {
            Format = card.Whole("format", 0, int.MaxValue),
            Name = Label(card, "name"),
            Version = Label(card, "version"),
            Lineages = [.. card.Texts("lineages").Select(name => Named<Lineage>(name, "lineages"))],
            Input = Input(card.Required("input")),
            Scaling = Scaling(card.Required("scaling")),
            RecognitionThreshold = card.Number("recognitionThreshold", -MaxLogOdds, MaxLogOdds),
            Clock = card.Object("clock") is { } clock ? Clock(clock) : null,
            MaxMisfit = card.Number("mostMisfit", Tiny, Huge),
            Growth = card.Object("growth") is { } growth ? Growth(growth) : null,
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

    // Enum.TryParse takes numbers for names too.
    internal static T Named<T>(string name, string field)
        where T : struct, Enum => Enum.TryParse(name, ignoreCase: false, out T value) && Enum.GetName(value) == name ? value
            : throw new JsonException($"'{field}' knows no '{name}'");

    /// <summary>A text that is shown beside predictions.</summary>
    private static string Label(CardObject card, string name)
    {
        string text = card.Text(name);
        return text.Length is > 0 and <= MaxLabel && !text.Any(char.IsControl) && !string.IsNullOrWhiteSpace(text) ? text
            : throw new JsonException($"'{name}' is not a text of 1 to {MaxLabel} letters on one line");
    }

    private static InputSpecification Input(CardObject input)
    {
        var usual = new InputSpecification();
        var read = new InputSpecification
        {
            Width = input.Whole("width", MinSide, MaxSide, usual.Width),
            Height = input.Whole("height", MinSide, MaxSide, usual.Height),
            BlackPercentile = input.Number("blackPercentile", 0, 100) ?? usual.BlackPercentile,
            WhitePercentile = input.Number("whitePercentile", 0, 100) ?? usual.WhitePercentile,
            Ceiling = input.Number("ceiling", 1, 100) ?? usual.Ceiling,
            MinContrast = input.Number("leastContrast", 0.01, MaxContrast) ?? usual.MinContrast,
            EmbryoContrast = input.Number("embryoContrast", 0, MaxContrast) ?? usual.EmbryoContrast,
            BlankContrast = input.Number("blankContrast", 0, MaxContrast) ?? usual.BlankContrast,
        };
        if (read.BlackPercentile >= read.WhitePercentile) throw new JsonException("'input.blackPercentile' is not below 'input.whitePercentile'");
        if (read.BlankContrast > read.EmbryoContrast) throw new JsonException("'input.blankContrast' is above 'input.embryoContrast'");
        input.End();
        return read;
    }

    private static TargetScaling Scaling(CardObject scaling)
    {
        var usual = new TargetScaling();
        int[] ceilings = scaling.Wholes("ceilings", 1, MaxCells, 0, FounderLineages.Count);
        var read = new TargetScaling
        {
            Transform = scaling.Find("transform") is { } transform ? Named<CountTransform>(transform.ToString(), "scaling.transform") : usual.Transform,
            Ceilings = ceilings.Length == 0 ? usual.Ceilings : [.. ceilings],
        };
        scaling.End();
        return read;
    }

    private static ClockSettings Clock(CardObject clock)
    {
        var usual = new ClockSettings();
        double[] errors = clock.Numbers("readingError", MinSpread, MaxSpread, 0, FounderLineages.Count);
        var read = new ClockSettings
        {
            ReadingError = errors.Length == 0 ? usual.ReadingError : [.. errors],
            ErrorsTogether = clock.Number("errorsTogether", Tiny, Huge) ?? usual.ErrorsTogether,
            Tails = clock.Number("tails", 0.1, Huge) ?? usual.Tails,
            PaceDrift = clock.Number("paceDrift", 0, 10) ?? usual.PaceDrift,
            UsualPace = clock.Number("usualPace", -10, 10) ?? usual.UsualPace,
            PaceSpread = clock.Number("paceSpread", MinSpread, MaxSpread) ?? usual.PaceSpread,
            KnownPaceSpread = clock.Number("knownPaceSpread", MinSpread, MaxSpread) ?? usual.KnownPaceSpread,
        };
        clock.End();
        return read;
    }

    private static GrowthCalibration Growth(CardObject growth)
    {
        var read = new GrowthCalibration
        {
            Limit = growth.Number("limit", Tiny, MaxDoublings) ?? throw new JsonException("'growth.limit' is missing"),
            Embryos = growth.Whole("embryos", 0, MaxCells, 0),
            Source = growth.TextOrNone("source"),
            Doublings = [.. growth.Row("doublings", FounderLineages.Count + 1, 0, MaxDoublings)],
            AbnormalEmbryos = growth.Whole("abnormalEmbryos", 0, MaxCells, 0),
        };
        growth.End();
        return read;
    }

    private static IntervalCalibration Intervals(CardObject intervals)
    {
        int stages = IntervalCalibration.StageEnds.Length + 1, columns = FounderLineages.Count + 1;
        var read = new IntervalCalibration
        {
            Doublings = Table("doublings", MaxDoublings),
            Minutes = Table("minutes", MaxMinutes),
            DoublingsEmbryos = Embryos("doublingsEmbryos"),
            MinutesEmbryos = Embryos("minutesEmbryos"),
            Source = intervals.TextOrNone("source"),
            Widening = intervals.Number("widening", 1, MaxWidening) ?? 1,
            WidenedFor = intervals.TextOrNone("widenedFor"),
        };
        intervals.End();
        return read;

        ImmutableArray<ImmutableArray<int>> Embryos(string name) => [.. intervals.WholeTable(name, stages, columns, 0, MaxCells).Select(ImmutableArray.Create)];

        ImmutableArray<ImmutableArray<double?>> Table(string name, double max) =>
            [.. intervals.Table(name, stages, columns, 0, max).Select(row => ImmutableArray.Create(row))];
    }

    private static CellRange Range(CardObject range)
    {
        var read = new CellRange(range.Whole("fewest", 0, MaxCells), range.Whole("most", 0, MaxCells));
        range.End();
        return read.Min <= read.Max ? read : throw new JsonException("'validRange.fewest' is above 'validRange.most'");
    }

    private static WeightsFile Weights(CardObject weights)
    {
        var read = new WeightsFile(weights.Text("file"), weights.Text("sha256"), weights.Text("precision"));
        weights.End();
        if (read.File.Length is 0 or > MaxLabel || read.File[0] == '.'
            || !read.File.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
            throw new JsonException("'weights.file' is not the name of a file in the package's own folder (letters, digits, '.', '-', '_')");
        if (read.Sha256.Length != 64 || !read.Sha256.All(char.IsAsciiHexDigitLower)) throw new JsonException(
            "'weights.sha256' is not a sum of 64 lower-case hexadecimal digits");
        if (read.Precision is not ("float32" or "float16" or "int8")) throw new JsonException($"'weights.precision' knows no '{read.Precision}'");
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
        _ = errors.Find("summedLineageError"); // Written for readers; the lineages' errors contain it.
        var read = new CountErrors
        {
            Frames = errors.Whole("frames", 1, int.MaxValue),
            LineageErrors = [.. errors.Numbers("lineageErrors", 0, Huge, FounderLineages.Count)],
            TotalError = Number("totalError"),
            TotalShareError = Number("totalShareError"),
            ShareWithinTenPercent = Number("shareWithinTenPercent", max: 1),
            ExactShares = [.. errors.Numbers("exactShares", 0, 1, 0, FounderLineages.Count)],
        };
        errors.End();
        return read;

        double Number(string name, double max = Huge) => errors.Number(name, 0, max) ?? throw new JsonException($"an error has no {name}");
    }
}
