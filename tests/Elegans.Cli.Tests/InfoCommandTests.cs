using System.Text.Json;

namespace Elegans.Cli.Tests;

/// <summary><c>elegans info</c>, as people type it.</summary>
public sealed class InfoCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_movie_is_described_in_lines()
    {
        (int exitCode, string output, string error) = await Shell.Run(folder.Path, "\"$ELEGANS\" info \"$MOVIE\"");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("146", output, StringComparison.Ordinal);
        Assert.Contains("320 × 230 pixels", output, StringComparison.Ordinal);
        Assert.Contains("not said; the pace of development is found from the movie", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_read_it_as_JSON()
    {
        (int exitCode, string output, _) = await Shell.Run(folder.Path, "\"$ELEGANS\" info \"$IMAGE\" \"$MOVIE\" --json");
        Assert.Equal(0, exitCode);
        JsonElement[] inputs = [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
        Assert.Equal(["still", "video"], inputs.Select(input => input.GetProperty("kind").GetString()));
        Assert.Equal([1, 146], inputs.Select(input => input.GetProperty("frames").GetInt32()));
    }

    [Fact]
    public async Task Of_several_a_bad_one_costs_itself_only()
    {
        (int exitCode, string output, string error) = await Shell.Run(folder.Path, "echo no > a.png; \"$ELEGANS\" info a.png \"$IMAGE\"");
        Assert.Equal(6, exitCode);
        Assert.StartsWith("elegans: a.png: ", Shell.OneLine(error), StringComparison.Ordinal);
        Assert.Contains("320 × 230", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_is_said_with_the_option_that_lifts_it()
    {
        (int exitCode, _, string error) = await Shell.Run(folder.Path, "\"$ELEGANS\" info \"$MOVIE\" --most-frames 10");
        Assert.Equal(3, exitCode);
        Assert.EndsWith("--most-frames allows more, if that is so.", Shell.OneLine(error), StringComparison.Ordinal);
    }
}
