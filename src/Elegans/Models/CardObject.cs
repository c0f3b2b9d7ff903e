using System.Text.Json;

namespace Elegans.Models;

/// <summary>An object of a card's JSON, read field by field: a field that is missing, of another kind, or misspelt is an error that names it.</summary>
internal sealed class CardObject
{
    private readonly string place;
    private readonly Dictionary<string, JsonElement> fields;

    /// <summary>Begins to read an object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="place">What to call it in messages; empty for the whole card.</param>
    /// <exception cref="JsonException">It is no object, or gives a field twice.</exception>
    internal CardObject(JsonElement element, string place)
    {
        this.place = place;
        if (element.ValueKind != JsonValueKind.Object) throw new JsonException(place.Length > 0 ? $"'{place}' is not an object" : "it is not an object");
        fields = new(StringComparer.Ordinal);
        foreach (JsonProperty field in element.EnumerateObject())
            if (!fields.TryAdd(field.Name, field.Value)) throw new JsonException($"{Named(field.Name)} is given twice");
    }

    /// <summary>Refuses texts and names anywhere below that are no Unicode, such as half of a surrogate pair.</summary>
    /// <exception cref="JsonException">There is one.</exception>
    internal static void RequireUnicode(JsonElement element)
    {
        try
        {
            if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
            if (element.ValueKind == JsonValueKind.Array)
                foreach (JsonElement item in element.EnumerateArray()) RequireUnicode(item);
            if (element.ValueKind != JsonValueKind.Object) return;
            foreach (JsonProperty field in element.EnumerateObject())
            {
                _ = field.Name;
                RequireUnicode(field.Value);
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("it holds a text that is no Unicode", exception);
        }
    }

    /// <summary>A field; null where it is missing or null.</summary>
    internal JsonElement? Find(string name) => fields.Remove(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text; null where it is missing.</summary>
    internal string? TextOrNone(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new JsonException($"{Named(name)} is not a text");

    internal string Text(string name) => Kind(name, JsonValueKind.String, "a text").GetString()!;

    /// <summary>A whole number within a range, both ends included.</summary>
    internal int Whole(string name, int min, int max, int? otherwise = null) =>
        Find(name) is { } value ? Whole(value, name, min, max) : otherwise ?? throw new JsonException($"{Named(name)} is missing");

    /// <summary>A number within a range, both ends included; null where it is missing.</summary>
    internal double? Number(string name, double min, double max)
    {
        if (Find(name) is not { } value) return null;
        return Number(value, name, min, max);
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
        [.. List(name)
            .Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new JsonException($"{Named(name)} is not a list of texts"))];

    /// <summary>A list of numbers, as many as one of these; none where it is missing.</summary>
    internal double[] Numbers(string name, double min, double max, params ReadOnlySpan<int> counts)
    {
        double[] numbers = [.. List(name).Select(value => Number(value, name, min, max))];
        return counts.Contains(numbers.Length) ? numbers : throw new JsonException(
            $"{Named(name)} has {numbers.Length} numbers in place of {string.Join(" or ", counts.ToArray())}");
    }

    /// <summary>A list of whole numbers, as many as one of these; none where it is missing.</summary>
    internal int[] Wholes(string name, int min, int max, params ReadOnlySpan<int> counts)
    {
        int[] numbers = [.. List(name).Select(value => Whole(value, name, min, max))];
        return counts.Contains(numbers.Length) ? numbers : throw new JsonException(
            $"{Named(name)} has {numbers.Length} numbers in place of {string.Join(" or ", counts.ToArray())}");
    }

    /// <summary>A table of so many rows and columns; a place may be null.</summary>
    internal double?[][] Table(string name, int rows, int columns, double min, double max)
    {
        double?[][] table = [.. List(name).Select(row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(Place).ToArray()
            : throw new JsonException($"{Named(name)} is not a table"))];
        return table.Length == rows && table.All(row => row.Length == columns) ? table
            : throw new JsonException($"{Named(name)} is not a table of {rows} rows with {columns} numbers each");

        double? Place(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : Number(value, name, min, max);
    }

    /// <summary>So many numbers, each of which may be missing; none where the field is missing or empty.</summary>
    internal double?[] Row(string name, int length, double min, double max)
    {
        double?[] row = [.. List(name).Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : Number(value, name, min, max))];
        return row.Length == 0 || row.Length == length ? row : throw new JsonException($"{Named(name)} is not a list of {length} numbers");
    }

    /// <summary>A table of so many rows and columns of whole numbers; none where it is missing or has no row.</summary>
    internal int[][] WholeTable(string name, int rows, int columns, int min, int max)
    {
        int[][] table = [.. List(name).Select(row => row.ValueKind == JsonValueKind.Array
            ? row.EnumerateArray().Select(value => Whole(value, name, min, max)).ToArray() : throw new JsonException($"{Named(name)} is not a table"))];
        return table.Length == 0 || (table.Length == rows && table.All(row => row.Length == columns)) ? table
            : throw new JsonException($"{Named(name)} is not a table of {rows} rows with {columns} whole numbers each");
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

    private int Whole(JsonElement value, string name, int min, int max)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int whole)) throw new JsonException($"{Named(name)} is not a whole number");
        return whole >= min && whole <= max ? whole : throw new JsonException(
            FormattableString.Invariant($"{Named(name)} is {whole}; {min} to {max} are possible"));
    }

    private double Number(JsonElement value, string name, double min, double max)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number)) throw new JsonException($"{Named(name)} is not a number");
        return number >= min && number <= max ? number : throw new JsonException(
            FormattableString.Invariant($"{Named(name)} is {number}; {min} to {max} are possible"));
    }

    private string Named(string name) => $"'{Path(name)}'";

    private string Path(string name) => place.Length > 0 ? $"{place}.{name}" : name;
}
