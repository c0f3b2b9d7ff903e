using Elegans.Cli.Batch;

namespace Elegans.Cli.Tests;

/// <summary>Folders that are one input, and files of makers among many.</summary>
public sealed class StoreInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_store_is_one_input_and_in_a_folder_one_of_many_as_makers_files_are()
    {
        string store = folder["embryo.ome.zarr"];
        foreach (string name in new[] { "embryo.ome.zarr", "embryo.n5", "others" }) Directory.CreateDirectory(folder[name]);
        foreach (string name in new[] { "a.nd2", "b.ims", "c.lif", "d.mov", "notes.txt", "paper.pdf" }) folder.Write(name, "x");
        Assert.True(ManyInputs.IsOne([store]));
        Assert.False(ManyInputs.IsOne([folder.Path]));
        int left = 0;
        IReadOnlyList<string> found = ManyInputs.Find([folder.Path], (_, count) => left = count);
        Assert.Equal(["a.nd2", "b.ims", "c.lif", "d.mov", "embryo.n5", "embryo.ome.zarr"], found.Select(Path.GetFileName));
        Assert.Equal(2, left);
        Assert.Equal([store, folder["a.nd2"]], ManyInputs.Find([store, folder["a.nd2"]], (_, _) => { }));
        Assert.Equal([store], ManyInputs.Find([folder["*.zarr"]], (_, _) => { }));
    }

    [Fact]
    public async Task A_store_is_refused_in_a_line_of_its_own_and_not_taken_for_a_folder_of_movies()
    {
        Directory.CreateDirectory(folder["embryo.ome.zarr/0/0"]);
        folder.Write("embryo.ome.zarr/.zgroup", """{"zarr_format":2}""");
        (int exitCode, _, string error) = await Command.Run("predict", folder["embryo.ome.zarr"]);
        Assert.Equal(3, exitCode);
        Assert.Contains("embryo.ome.zarr: is a Zarr store without an OME-Zarr image", error, StringComparison.Ordinal);
    }
}
