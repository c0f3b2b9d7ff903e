using System.Text.Json;
using Elegans.Files;
using Elegans.Training.Data;

namespace Elegans.Trainer;

/// <summary>A split on disk, <c>split.json</c> in a run's folder, to be used by other runs.</summary>
internal static class SplitFile
{
    private static readonly JsonSerializerOptions Json = new(RecipeJson.Options) { WriteIndented = true };

    internal static void Write(string path, EmbryoSplit split) => OutputFile.Write(path, stream => JsonSerializer.Serialize(stream, split, Json));

    /// <summary>Reads a split and refuses one in which a recording is on two sides.</summary>
    internal static EmbryoSplit Read(string path)
    {
        try
        {
            EmbryoSplit split = JsonSerializer.Deserialize<EmbryoSplit>(File.ReadAllText(path), Json) ?? throw new InputException(path, "is empty.");
            var twice = split.Training.Concat(split.Validation).Concat(split.Calibration).Concat(split.Test).GroupBy(embryo => embryo, StringComparer.Ordinal)
                .FirstOrDefault(group => group.Count() > 1);
            if (twice is not null) throw new InputException(path, $"has the embryo {twice.Key} twice.");
            if (split.Training.IsEmpty || split.Validation.IsEmpty) throw new InputException(path, "has no embryo to train on or none to validate on.");
            return split;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"is not a split of embryos: {exception.Message}", exception);
        }
    }
}
