using System.Text.Json.Serialization;

namespace Elegans.Models;

/// <summary>How cards and ledgers are written as JSON: names stand for enumerated values. <see cref="ModelCardReader"/> and
/// <see cref="TrainingLedgerReader"/> read them.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(TrainingLedger))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
