using System.Text.Json;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>A piece of JSON in a record, equal to another that says the same. <seealso cref="ByContent{T}"/></summary>
/// <param name="value">The JSON; null for none.</param>
internal readonly struct JsonByContent(JsonElement? value) : IEquatable<JsonByContent>
{
    /// <summary>The JSON; null for none.</summary>
    internal JsonElement? Value { get; } = value;

    /// <inheritdoc/>
    public bool Equals(JsonByContent other) => Value is { } mine ? other.Value is { } others && JsonElement.DeepEquals(mine, others) : other.Value is null;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonByContent other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value is { } json ? (int)json.ValueKind + 1 : 0;
}
