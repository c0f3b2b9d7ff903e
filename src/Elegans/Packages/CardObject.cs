using System.Text.Json;

namespace Elegans.Packages;

/// <summary>An object of a card's JSON, read field by field: a field that is missing, of another kind, or misspelt is an error that names it.</summary>
internal sealed class CardObject
{
    private readonly string place;
    private readonly Dictionary<string, JsonElement> fields;

    /// <summary>Begins to read an object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="place">What to call it in messages; empty for the whole card.</param>
    /// <exception cref="JsonException">It is no object, or tells a field twice.</exception>
    internal CardObject(JsonElement element, string place)
    {
        this.place = place;
        if (element.ValueKind != JsonValueKind.Object) throw new JsonException(place.Length > 0 ? $"'{place}' is not an object" : "it is not an object");
        fields = new(StringComparer.Ordinal);
        foreach (JsonProperty field in element.EnumerateObject())
            if (!fields.TryAdd(field.Name, field.Value)) throw new JsonException($"{Named(field.Name)} is told twice");
    }

    /// <summary>A field; null where it is missing or null.</summary>
    internal JsonElement? Find(string name) => fields.Remove(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    internal string Text(string name) => Kind(name, JsonValueKind.String, "a text").GetString()!;

    internal int Whole(string name, int? otherwise = null)
    {
        if (Find(name) is not { } value) return otherwise ?? throw new JsonException($"{Named(name)} is missing");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int whole) ? whole : throw new JsonException($"{Named(name)} is not a whole number");
    }

    internal double? Number(string name)
    {
        if (Find(name) is not { } value) return null;
        return Number(value, name);
    }

    /// <summary>Another object within this one; null where it is missing.</summary>
    internal CardObject? Object(string name) => Find(name) is { } value ? new CardObject(value, Path(name)) : null;

    /// <summary>Another object within this one.</summary>
    internal CardObject Required(string name) => Object(name) ?? throw new JsonException($"{Named(name)} is missing");

    /// <summary>The elements of a list; none where it is missing.</summary>
    internal JsonElement[] List(string name)
    {
        if (Find(name) is not { } value) return [];
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw new JsonException($"{Named(name)} is not a list");
    }

    internal string[] Texts(string name) =>
        [.. List(name).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new JsonException($"{Named(name)} is not a list of texts"))];

    internal double[] Numbers(string name) => [.. List(name).Select(value => Number(value, name))];

    /// <summary>A table of so many rows and columns.</summary>
    internal double[][] Table(string name, int rows, int columns)
    {
        double[][] table = [.. List(name).Select(row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(value => Number(value, name)).ToArray() : throw new JsonException($"{Named(name)} is not a table"))];
        return table.Length == rows && table.All(row => row.Length == columns) ? table : throw new JsonException($"{Named(name)} is not a table of {rows} rows with {columns} numbers each");
    }

    /// <summary>Refuses what was not asked for: a misspelt field would otherwise be taken for a missing one.</summary>
    internal void End()
    {
        foreach (string unknown in fields.Keys) throw new JsonException($"{Named(unknown)} is not known");
    }

    private JsonElement Kind(string name, JsonValueKind kind, string what)
    {
        JsonElement value = Find(name) ?? throw new JsonException($"{Named(name)} is missing");
        return value.ValueKind == kind ? value : throw new JsonException($"{Named(name)} is not {what}");
    }

    private double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw new JsonException($"{Named(name)} is not a number");

    private string Named(string name) => $"'{Path(name)}'";

    private string Path(string name) => place.Length > 0 ? $"{place}.{name}" : name;
}
