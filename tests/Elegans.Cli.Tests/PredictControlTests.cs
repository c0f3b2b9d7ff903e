using System.Text.Json;
using Elegans.Models;
using OpenCvSharp;
using Place = Elegans.Tests.SampleFields.Place;

namespace Elegans.Cli.Tests;

/// <summary><c>elegans predict --control</c>: a laboratory's own wild types.</summary>
[Collection(Alone.Name)]
public sealed class PredictControlTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Beside_a_few_wild_types_the_limit_is_the_models_and_what_stops_deviates()
    {
        string controls = await Controls(3, "--measured"), stopped = Stopped();
        (int exitCode, string output, string error) = await Command.Run("predict", stopped, "--control", controls);
        Assert.Equal(0, exitCode);
        Assert.Contains(
            $"elegans: {controls}: 3 control(s); the limit beyond which an embryo deviates is 0.285, the model's, as fewer than 19 set none.", error,
            StringComparison.Ordinal);
        Assert.Contains(",ok,total-", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);

        // Of many inputs, in processes of their own: the same numbers, and done again only when the controls change.
        string tables = folder["tables"];
        Assert.Equal(0, (await Command.Run("predict", stopped, Repository.SampleMovie, "--out", tables, "--control", controls)).ExitCode);
        Assert.Equal(output, await File.ReadAllTextAsync(Path.Combine(tables, "stopped.csv"), TestContext.Current.CancellationToken));
        Assert.Contains("2 done before", (await Command.Run("predict", stopped, Repository.SampleMovie, "--out", tables, "--control", controls)).Error,
            StringComparison.Ordinal);
        Assert.Contains("2 done;", (await Command.Run("predict", stopped, Repository.SampleMovie, "--out", tables)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nineteen_wild_types_set_the_limit()
    {
        string table = Path.Combine(await Controls(1, "--measured"), "wildtype-1.csv"), controls = folder["nineteen"];
        Directory.CreateDirectory(controls);
        for (int number = 1; number <= 19; number++) File.Copy(table, Path.Combine(controls, $"{number}.csv"));
        string json = (await Command.Run("predict", Repository.SampleMovie, "--json")).Output;
        double departure = JsonDocument.Parse(json).RootElement.GetProperty("growth").GetProperty("departure").GetDouble();
        (int exitCode, string output, string error) = await Command.Run("predict", Repository.SampleMovie, "--json", "--control", controls);
        Assert.Equal(0, exitCode);
        Assert.Contains(", theirs.", error, StringComparison.Ordinal);
        double limit = JsonDocument.Parse(output).RootElement.GetProperty("growth").GetProperty("limit").GetDouble();
        Assert.InRange(limit, departure - 0.02, departure + 0.02); // tables have whole cells
    }

    [Fact]
    public async Task Tables_of_other_programs_and_of_fields_of_several_embryos_are_controls_too()
    {
        string controls = Path.GetDirectoryName(Write("mine", "a.csv", Table()))!;
        string[] rows = Table().TrimEnd().Split('\n');
        string[] field = [$"embryo,{rows[0]}", .. rows[1..].Select(row => $"1,{row}"), .. rows[1..].Select(row => $"2,{row}"), ""];
        Write("mine", "b.csv", string.Join('\n', field));
        (int exitCode, _, string error) = await Command.Run("predict", Repository.SampleMovie, "--control", controls);
        Assert.Equal(0, exitCode);
        Assert.Contains(": 3 control(s); ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_that_departs_is_named_and_is_left_out_by_deleting_its_table()
    {
        string controls = await Controls(3, "--measured"), movies = folder["stopped"];
        Directory.CreateDirectory(movies);
        File.Move(Stopped(), Path.Combine(movies, "arrested.tif"));
        Assert.Equal(0, (await Command.Run("predict", movies, "--out", controls, "--measured")).ExitCode);
        string error = (await Command.Run("predict", Repository.SampleMovie, "--control", controls)).Error;
        Assert.Contains(": 4 control(s); ", error, StringComparison.Ordinal);
        Assert.Matches("1 control\\(s\\) depart farther than 0.285: arrested \\(.*\\)\\. Look at them, and delete the tables", error);
        File.Delete(Path.Combine(controls, "arrested.csv"));
        error = (await Command.Run("predict", Repository.SampleMovie, "--control", controls)).Error;
        Assert.Contains(": 3 control(s); ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("depart farther", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_folder_of_controls_is_refused_with_what_to_do()
    {
        string empty = folder["empty"], unmeasured = await Controls(1);
        Directory.CreateDirectory(empty);
        Assert.Contains("is not a folder", await Fails(Repository.SampleMovie), StringComparison.Ordinal);
        Assert.Contains("holds no tables. Write them by: elegans predict MOVIES --measured --out FOLDER", await Fails(empty), StringComparison.Ordinal);
        Assert.Contains("has no column measured", await Fails(unmeasured), StringComparison.Ordinal);
        string summary = Path.Combine(unmeasured, "summary.csv"), text = await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken);
        string weights = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName)).Weights.Sha256[..12];
        Assert.Contains(weights, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(summary, text.Replace(weights, "0123456789ab", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains("was read by another model", await Fails(unmeasured), StringComparison.Ordinal);
        Assert.Contains("need one of their own", await Command.Fails(
            2, "predict", Repository.SampleMovie, Repository.SampleImage, "--out", empty, "--control", empty), StringComparison.Ordinal);
        Assert.Contains("need one of their own", await Command.Fails(
            2, "predict", Repository.SampleMovie, "--out", Path.Combine(empty, "a.csv"), "--control", empty + "/"), StringComparison.Ordinal);
        Assert.Equal(2, (await Command.Run("predict", Repository.SampleMovie, "--control", " ")).ExitCode);
        await File.WriteAllTextAsync(summary, "my,own\n1,2\n", TestContext.Current.CancellationToken);
        Assert.Contains("that elegans predict did not write", await Fails(unmeasured), StringComparison.Ordinal);
        string still = Path.GetDirectoryName(Write("still", "still.csv", string.Join('\n', Table().Split('\n')[..2]) + "\n"))!;
        Assert.Contains("no table is of a movie that is long enough", await Fails(still), StringComparison.Ordinal);
    }

    private string Write(string within, string name, string text)
    {
        Directory.CreateDirectory(folder[within]);
        return folder.Write(Path.Combine(within, name), text);
    }

    private static Task<string> Fails(string controls) => Command.Fails(2, "predict", Repository.SampleMovie, "--control", controls);

    private static string Table() =>
        $"frame,A,E,M,P,C,D,Z,measured,status\n{string.Concat(Enumerable.Range(0, 40).Select(frame => $"{frame},{4 + frame},1,1,1,1,0,0,{8 + frame},ok\n"))}";

    private async Task<string> Controls(int count, params string[] more)
    {
        string movies = folder["wildtypes"], tables = folder["wildtype-counts"];
        Directory.CreateDirectory(movies);
        foreach (int number in Enumerable.Range(1, count)) File.Copy(Repository.SampleMovie, Path.Combine(movies, $"wildtype-{number}.mp4"));
        Assert.Equal(0, (await Command.Run(["predict", movies, "--out", tables, .. more])).ExitCode);
        return tables;
    }

    private string Stopped()
    {
        Mat[] frames = [.. SampleFields.Frames(480, 320, new Place(240, 170))];
        return SampleFields.SaveStack(folder["stopped.tif"], [.. frames[..8], .. Enumerable.Range(0, 14).Select(_ => frames[7].Clone())]);
    }
}
