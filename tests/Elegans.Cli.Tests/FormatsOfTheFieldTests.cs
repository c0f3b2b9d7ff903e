using System.Globalization;
using Elegans.Cli;
using Parquet;
using Parquet.Schema;

namespace Elegans.Cli.Tests;

public sealed class FormatsOfTheFieldTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Compat_devolearn_writes_its_columns_and_nothing_else()
    {
        (int exitCode, string output, string error) = await Command.Run("predict", Repository.SampleMovie, "--compat", "devolearn", "--quiet");
        Assert.Equal((0, ""), (exitCode, error));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("A,E,M,P,C,D,Z", 147), (lines[0], lines.Length));
        Assert.All(lines[1..],
            line => Assert.All(line.Split(','), field => Assert.True(int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out _))));
        Assert.Contains("--compat", await Command.Fails(2, "predict", Repository.SampleMovie, "--compat", "devolearn", "--json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parquet_holds_the_tables_of_many_movies()
    {
        foreach (string name in new[] { "a.png", "b.png" }) File.Copy(Repository.SampleImage, folder[name]);
        string output = folder["counts"], parquet = folder["all.parquet"];
        Assert.Equal(
            0, (await Command.Run("predict", folder["a.png"], folder["b.png"], "--out", output, "--parquet", parquet, "--quiet", "--intervals")).ExitCode);
        await using ParquetReader reader = await ParquetReader.CreateAsync(parquet, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, reader.RowGroupCount);
        string[] header = (await File.ReadAllLinesAsync(Path.Combine(output, "a.csv"), TestContext.Current.CancellationToken))[0].Split(',');
        Assert.Equal(["input", .. header], reader.Schema.GetDataFields().Select(field => field.Name));
        DataField total = reader.Schema.GetDataFields().Single(field => field.Name == "total");
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(1);
        int?[] totals = new int?[group.RowCount];
        await group.ReadAsync<int>(total, totals.AsMemory(), null, TestContext.Current.CancellationToken);
        Assert.InRange(Assert.Single(totals)!.Value, 150, 210);
        Assert.Contains(".parquet file", await Command.Fails(2, "predict", folder["a.png"], folder["b.png"], "--out", output, "--parquet", folder["all.csv"]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("elegans ev", "evaluate")]
    [InlineData("elegans predict a.mov --interv", "--intervals")]
    [InlineData("elegans predict a.mov --channel G", "Green")]
    public async Task A_shell_is_told_how_a_line_may_go_on(string line, string expected)
    {
        Assert.Contains(expected, (await Command.Run("complete", "--", line)).Output.Split('\n'));
        Assert.Contains("complete", (await Command.Run("completion", "bash")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_tells_the_model_too()
    {
        string[] lines = (await Command.Run("--version")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("elegans ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("model lineage-population ", lines[1], StringComparison.Ordinal);
    }
}
