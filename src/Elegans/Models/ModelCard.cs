using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Elegans.Development;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>What a model package says of itself, beside its weights: how to use it, where it comes from, how good it is.</summary>
public sealed record ModelCard
{
    private readonly ByContent<ImmutableArray<Lineage>> lineages;
    private readonly JsonByContent training;
    private readonly ByContent<ImmutableArray<MeasuredError>> errors = new([]);
    private readonly ByContent<ImmutableArray<string>> limits = new([]);
    private readonly ByContent<ImmutableArray<string>> citations = new([]);

    /// <summary>The file name of a card in its package.</summary>
    public const string FileName = "card.json";

    /// <summary>The version of the card's format that this library reads and writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The most bytes of a card; the shipped ones have 20,000.</summary>
    private const long MaxBytes = 16 << 20;

    /// <summary>How cards are written.</summary>
    private static readonly ModelCardJson Json = new(new JsonSerializerOptions(ModelCardJson.Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The version of the card's format.</summary>
    public required int Format { get; init; }

    /// <summary>The model's name, such as <c>lineage-population</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The model's own version.</summary>
    public required string Version { get; init; }

    /// <summary>The lineages its outputs stand for, in order.</summary>
    public required ImmutableArray<Lineage> Lineages
    {
        get => lineages.Value;
        init => lineages = new(value);
    }

    /// <summary>How a frame becomes its input.</summary>
    public required InputSpecification Input { get; init; }

    /// <summary>How its outputs become counts.</summary>
    public required TargetScaling Scaling { get; init; }

    /// <summary>
    /// The log-odds from which on a frame counts as showing labelled nuclei: the network's last output, after the seven
    /// counts. Null where the network has no such output.
    /// </summary>
    public double? RecognitionThreshold { get; init; }

    /// <summary>What the developmental clock takes for granted of this model's readings; null for the defaults.</summary>
    public ClockSettings? Clock { get; init; }

    /// <summary>A movie whose readings lie farther from the reference course than this shows no normal development; null: never asked.</summary>
    [JsonPropertyName("mostMisfit")]
    public double? MaxMisfit { get; init; }

    /// <summary>From when on the growth of an embryo's total is called abnormal; null: never asked.</summary>
    public GrowthCalibration? Growth { get; init; }

    /// <summary>The card of a model that calls no embryo abnormal: the clock is used whatever is read.</summary>
    internal ModelCard WithoutAlarms => this with { MaxMisfit = null, Growth = null };

    /// <summary>How wide 90 % intervals are; null where that was not measured.</summary>
    public IntervalCalibration? Intervals { get; init; }

    /// <summary>The numbers of cells it was trained on; outside of them its readings mean little.</summary>
    public required CellRange ValidRange { get; init; }

    /// <summary>Its weights.</summary>
    public required WeightsFile Weights { get; init; }

    /// <summary>How it was trained, in words and numbers; free in form.</summary>
    public JsonElement? Training
    {
        get => training.Value;
        init => training = new(value);
    }

    /// <summary>Its measured errors, each on frames it was not trained on.</summary>
    public ImmutableArray<MeasuredError> Errors
    {
        get => errors.Value;
        init => errors = new(value);
    }

    /// <summary>What it cannot do.</summary>
    public ImmutableArray<string> Limits
    {
        get => limits.Value;
        init => limits = new(value);
    }

    /// <summary>What to cite.</summary>
    public ImmutableArray<string> Citations
    {
        get => citations.Value;
        init => citations = new(value);
    }

    /// <summary>Reads a card.</summary>
    /// <param name="path">The JSON file.</param>
    /// <exception cref="ModelPackageException">It is missing, malformed, of another format, or for other lineages.</exception>
    public static ModelCard Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaxBytes) throw new ModelPackageException(
                path, FormattableString.Invariant($"is no model card: it has {stream.Length} bytes, and a card has some thousands."));
            using JsonDocument document = JsonDocument.Parse(stream);
            ModelCard card = ModelCardReader.Read(document.RootElement);
            card.Check(path);
            return card;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelPackageException(path, $"cannot be read as a model card: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the card whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    public void Write(string path) => OutputFile.Write(path, stream =>
    {
        JsonSerializer.Serialize(stream, this, Json.ModelCard);
        stream.WriteByte((byte)'\n');
    });

    /// <summary>Refuses a card that is of another format, or for other lineages; the reader has checked every number.</summary>
    private void Check(string path)
    {
        if (Format != CurrentFormat) throw new ModelPackageException(path, $"has format {Format}; this version of Elegans reads format {CurrentFormat}.");
        if (!Lineages.SequenceEqual(FounderLineages.All))
            throw new ModelPackageException(
                path, $"is for lineages {string.Join(",", Lineages)}; this version of Elegans counts {string.Join(",", FounderLineages.All)}.");
    }
}
