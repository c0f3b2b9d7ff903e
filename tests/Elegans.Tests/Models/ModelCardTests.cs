using System.Text.Json.Nodes;
using Elegans.Models;

namespace Elegans.Tests.Models;

/// <summary>Cards that a person or a program wrote wrongly: each is refused when it is loaded, in one line that names the field.</summary>
public sealed class ModelCardTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("format", "2")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "\"two\\nlines\"")]
    [InlineData("version", "1")]
    [InlineData("lineages", "[\"A\"]")]
    [InlineData("lineages", "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]")]
    [InlineData("input.width", "65536")]
    [InlineData("input.height", "0")]
    [InlineData("input.height", "128.5")]
    [InlineData("input.blackPercentile", "250")]
    [InlineData("input.blackPercentile", "-1")]
    [InlineData("input.blackPercentile", "99.9")]
    [InlineData("input.whitePercentile", "101")]
    [InlineData("input.ceiling", "0")]
    [InlineData("input.leastContrast", "0")]
    [InlineData("input.embryoContrast", "-3")]
    [InlineData("input.blankContrast", "17")]
    [InlineData("scaling.transform", "\"1\"")]
    [InlineData("scaling.ceilings", "[400,48,96,1,64,32]")]
    [InlineData("scaling.ceilings", "[400,48,96,1,64,32,0]")]
    [InlineData("scaling.ceilings", "[400,48,96,1,64,32,0.5]")]
    [InlineData("recognitionThreshold", "1e300")]
    [InlineData("clock", "{\"tails\":0}")]
    [InlineData("clock", "{\"errorsTogether\":0}")]
    [InlineData("clock", "{\"paceSpread\":0}")]
    [InlineData("clock", "{\"knownPaceSpread\":-1}")]
    [InlineData("clock", "{\"paceDrift\":1e9}")]
    [InlineData("clock", "{\"usualPace\":400}")]
    [InlineData("clock", "{\"readingError\":[0,1,1,1,1,1,1]}")]
    [InlineData("clock", "{\"readingError\":[1]}")]
    [InlineData("mostMisfit", "0")]
    [InlineData("intervals.doublings", "[[1]]")]
    [InlineData("intervals.minutes", "[[-1,0,0,0,0,0,0,0],[0,0,0,0,0,0,0,0],[0,0,0,0,0,0,0,0],[0,0,0,0,0,0,0,0]]")]
    [InlineData("growth", "{}")]
    [InlineData("growth", "{\"limit\":0}")]
    [InlineData("growth", "{\"limit\":0.2,\"doublings\":[1,2]}")]
    [InlineData("growth", "{\"limit\":0.2,\"embryos\":-1}")]
    [InlineData("validRange.fewest", "351")]
    [InlineData("validRange.most", "-1")]
    [InlineData("weights.file", "\"../model.onnx\"")]
    [InlineData("weights.file", "\"model\\u0000.onnx\"")]
    [InlineData("weights.file", "\"..\"")]
    [InlineData("weights.sha256", "\"\"")]
    [InlineData("weights.precision", "\"float64\"")]
    [InlineData("weights.precision", "\"float16\"")]
    [InlineData("limits", "[1]")]
    [InlineData("surprise", "1")]
    public void A_number_or_text_that_makes_no_sense_is_named(string field, string value)
    {
        JsonNode card = JsonNode.Parse(File.ReadAllText(Shipped))!;
        string[] names = field.Split('.');
        JsonNode place = names.Length == 1 ? card : card[names[0]]!;
        place[names[^1]] = JsonNode.Parse(value);
        string message = Refused(card.ToJsonString());
        Assert.Contains(field.StartsWith("weights.precision", StringComparison.Ordinal) ? "float" : names[^1], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"lineage-population\"", "\"\\ud800\"")]
    [InlineData("\"limits\": [", "\"limits\": [\"\\udc00\",")]
    [InlineData("\"training\": {", "\"training\": {\"\\ud800\": 1,")]
    [InlineData("\"architecture\"", "\"a\\ud800b\"")]
    public void Half_of_a_surrogate_pair_is_no_text(string text, string replacement) =>
        Assert.Contains("Unicode", Refused(File.ReadAllText(Shipped).Replace(text, replacement, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_card_is_read_as_it_was_written_and_the_two_are_equal()
    {
        ModelCard card = ModelCard.Read(Shipped), without = card with
        {
            Intervals = card.Intervals! with { Minutes = [.. card.Intervals!.Minutes.SetItem(3, [null, 1, 2, 3, null, 5, 6, null])] },
        };
        without.Write(folder[ModelCard.FileName]);
        ModelCard again = ModelCard.Read(folder[ModelCard.FileName]);
        Assert.Equal(without, again);
        Assert.Equal(without.GetHashCode(), again.GetHashCode());
        Assert.NotEqual(card, again);
    }

    [Theory]
    [InlineData("lineage-population")]
    [InlineData("lineage-population-float16")]
    public void A_package_of_the_repository_is_taken(string package) =>
        Assert.Equal(package, ModelPackage.Read(Path.Combine(Repository.Root, "models", package)).Card.Name
        + (package.EndsWith("16", StringComparison.Ordinal) ? "-float16" : ""));

    private string Refused(string card)
    {
        folder.Write(ModelCard.FileName, card);
        File.Copy(Path.Combine(ModelPackage.ShippedFolder, "model.onnx"), folder["model.onnx"], overwrite: true);
        string message = Assert.Throws<ModelPackageException>(() => ModelPackage.Read(folder.Path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
