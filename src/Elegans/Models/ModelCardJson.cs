using System.Text.Json.Serialization;

namespace Elegans.Models;

/// <summary>How cards are written as JSON: names stand for enumerated values. <see cref="ModelCardReader"/> reads them.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
