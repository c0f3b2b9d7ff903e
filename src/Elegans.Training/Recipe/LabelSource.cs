using System.Text.Json.Serialization;

namespace Elegans.Training.Recipe;

/// <summary>Which labels a run learns.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LabelSource>))]
public enum LabelSource
{
    /// <summary>The counts that the embryos' tracks imply.</summary>
    Traced,

    /// <summary>The counts of a published table of frame labels, right or wrong: for experiments on what they cost.</summary>
    Published,
}
