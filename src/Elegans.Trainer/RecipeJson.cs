using System.Text.Json;
using System.Text.Json.Serialization;
using Elegans.Files;
using Elegans.Training.Recipe;

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

    /// <summary>Reads a recipe; the default one where there is no file.</summary>
    internal static TrainingRecipe Read(FileInfo? file)
    {
        if (file is null) return new TrainingRecipe();
        try
        {
            return JsonSerializer.Deserialize<TrainingRecipe>(File.ReadAllText(file.FullName), Options) ?? new TrainingRecipe();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(file.FullName, $"is not a training recipe: {exception.Message}", exception);
        }
    }
}
