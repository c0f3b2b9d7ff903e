using System.Text.Json;
using System.Text.Json.Nodes;
using Elegans.Models;
using Elegans.Training.Data;

namespace Elegans.Training.Accuracy;

/// <summary>The split that a card says its weights were trained by.</summary>
public static class CardSplit
{
    private const string Part = "split";

    /// <summary>The card with another split, all else that it says of its training as it was.</summary>
    /// <param name="card">The card of a package that was trained.</param>
    /// <param name="split">The split.</param>
    public static ModelCard With(ModelCard card, EmbryoSplit split)
    {
        ArgumentNullException.ThrowIfNull(card);
        JsonObject training = card.Training is { ValueKind: JsonValueKind.Object } said ? JsonObject.Create(said)! : [];
        // In its place, so that a card differs from the one before in what changed.
        training[Part] = JsonSerializer.SerializeToNode(split);
        return card with { Training = JsonSerializer.SerializeToElement(training) };
    }
}
