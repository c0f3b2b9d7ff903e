using System.Text.Json;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>Takes parts out of a description that anybody may have written: what is missing or of another kind is null.</summary>
internal static class JsonParts
{
    /// <summary>A member of an object.</summary>
    internal static JsonElement? Member(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out JsonElement member)
            && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>The elements of an array; none where it is no array.</summary>
    internal static IReadOnlyList<JsonElement?> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(item => (JsonElement?)item)] : [];

    /// <summary>A text.</summary>
    internal static string? Text(this JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A whole number.</summary>
    internal static long? Whole(this JsonElement? element) => element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value)
        ? value : null;

    /// <summary>A number that is neither infinite nor none.</summary>
    internal static double? Real(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double value) && double.IsFinite(value) ? value : null;
}
