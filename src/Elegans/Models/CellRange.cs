using System.Text.Json.Serialization;

namespace Elegans.Models;

/// <summary>A range of total cell numbers, both ends included.</summary>
/// <param name="Min">The fewest cells; <c>fewest</c> in cards.</param>
/// <param name="Max">The most cells; <c>most</c> in cards.</param>
public readonly record struct CellRange([property: JsonPropertyName("fewest")] int Min, [property: JsonPropertyName("most")] int Max);
