namespace Elegans.Tests.Imaging;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_fails_halfway_leaves_what_was_there_and_nothing_else()
    {
        string path = folder.Write("table.csv", "old");
        Assert.Throws<InvalidOperationException>(() => OutputFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named() =>
        Assert.Contains("does not exist", Assert.Throws<DirectoryNotFoundException>(() => OutputFile.Write(Path.Combine(folder.Path, "no", "table.csv"), _ => { })).Message, StringComparison.Ordinal);
}
