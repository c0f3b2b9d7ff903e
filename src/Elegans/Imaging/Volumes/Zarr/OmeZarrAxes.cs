using System.Text.Json;
using Elegans.Files;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>Which axes an image of OME-Zarr has, and what they are measured in.</summary>
/// <param name="numbers">Of each axis which of time, channel, z, y and x it is, counted from 0; always in that order.</param>
/// <param name="units">What each is measured in; null where that is not said.</param>
internal sealed class OmeZarrAxes(IReadOnlyList<int> numbers, IReadOnlyList<string?> units)
{
    /// <summary>Of each axis which of time, channel, z, y and x it is, counted from 0; always in that order.</summary>
    internal IReadOnlyList<int> Numbers { get; } = numbers;

    /// <summary>What each is measured in; null where that is not said.</summary>
    internal IReadOnlyList<string?> Units { get; } = units;

    private static readonly string[] Names = ["t", "c", "z", "y", "x"];

    /// <summary>Understands the axes of an image. Before version 0.3 there were always five; 0.3 had their names only.</summary>
    /// <param name="store">The store, for messages.</param>
    /// <param name="told">The axes; null where none are told.</param>
    /// <exception cref="InputException">They are none that a film of an embryo has, or in another order than the standard's.</exception>
    internal static OmeZarrAxes Of(string store, JsonElement? told)
    {
        if (told is null) return new OmeZarrAxes([0, 1, 2, 3, 4], new string?[5]);
        IReadOnlyList<JsonElement?> axes = told.Items();
        int[] numbers = [.. axes.Select(axis => Number(axis.Text() ?? axis.Member("name").Text(), axis.Member("type").Text()))];
        bool isStandard = numbers.Length is >= 2 and <= 5 && numbers is [.., 3, 4] && !numbers.Contains(-1) && numbers.Zip(numbers.Skip(1))
            .All(pair => pair.First < pair.Second);
        if (!isStandard)
        {
            string said = string.Join(", ", axes.Select(axis => axis.Text() ?? axis.Member("name").Text() ?? "?"));
            throw new InputException(store,
                $"has the axes ({said}), and time, channel, z, y and x, or some of them with y and x, are read in this order only.");
        }

        return new OmeZarrAxes(numbers, [.. axes.Select(axis => axis.Member("unit").Text())]);
    }

    private static int Number(string? name, string? type) => type switch { "time" => 0, "channel" => 1, _ => Array.IndexOf(Names, name?.ToLowerInvariant()) };
}
