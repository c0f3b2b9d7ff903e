using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elegans.Trainer;

/// <summary>How recipes are read: strictly, so that a misspelt property is an error and not a default.</summary>
internal static class RecipeJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        PropertyNameCaseInsensitive = true,
    };
}
