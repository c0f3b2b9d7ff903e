using System.Text.Json.Serialization;

namespace Elegans.Models;

/// <summary>What of a count is scaled to [-1, 1].</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CountTransform>))]
public enum CountTransform
{
    /// <summary>log2(1 + count): equal errors are equal shares of the count.</summary>
    Logarithm,

    /// <summary>The count itself, as the predecessor's notebook did.</summary>
    Linear,
}
