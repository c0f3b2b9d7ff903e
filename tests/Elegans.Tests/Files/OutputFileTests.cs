using Elegans.Files;

namespace Elegans.Tests.Files;

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
        Assert.Contains("does not exist", Assert.Throws<DirectoryNotFoundException>(
            () => OutputFile.Write(Path.Combine(folder.Path, "no", "table.csv"), _ => { })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_link_is_followed_and_the_file_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are Unix's.");
        string path = folder.Write("table.csv", "old"), link = folder["link.csv"];
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(link, "table.csv");
        OutputFile.Write(link, stream => stream.WriteByte((byte)'n'));
        Assert.Equal("n", File.ReadAllText(path));
        Assert.Equal("table.csv", new FileInfo(link).LinkTarget);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        OutputFile.WriteAt(link, aside => File.WriteAllText(aside, "m"));
        Assert.Equal(("m", 2), (File.ReadAllText(link), Directory.GetFiles(folder.Path).Length));
    }

    [Fact]
    public void A_link_to_nothing_has_its_target_written_also_through_folders_that_are_links()
    {
        Directory.CreateDirectory(folder["a/b"]);
        Directory.CreateSymbolicLink(folder["b"], "a/b");
        // Through b, .. is a: names cannot tell, only the file system can.
        File.CreateSymbolicLink(folder["link.csv"], "b/../table.csv");
        OutputFile.Write(folder["link.csv"], stream => stream.WriteByte((byte)'n'));
        Assert.Equal("n", File.ReadAllText(folder["a/table.csv"]));
        Assert.NotNull(new FileInfo(folder["link.csv"]).LinkTarget);
    }

    [Fact]
    public void Links_that_lead_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(folder["one"], "two");
        File.CreateSymbolicLink(folder["two"], "one");
        Assert.Contains("circle", Assert.Throws<IOException>(() => OutputFile.Write(folder["one"], _ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_takes_a_stream_and_stays_what_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/null is Unix's.");
        OutputFile.Write("/dev/null", stream => stream.WriteByte(1));
        OutputFile.WriteAt("/dev/null", aside => File.WriteAllText(aside, "content"));
        Assert.Equal(FileKind.Device, FileKinds.Of("/dev/null"));
        Assert.Throws<IOException>(() => OutputFile.Write("/dev/full", stream => stream.Write(new byte[9])));
    }

    [Fact]
    public void A_folder_is_no_file_to_write() => Assert.Contains(
        "is a folder", Assert.Throws<IOException>(() => OutputFile.Write(folder.Path, _ => { })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_message_names_the_file_of_the_user_and_not_the_one_beside_it()
    {
        string message = Assert.Throws<IOException>(
            () => OutputFile.WriteAt(folder["table.csv"], aside => throw new IOException($"No space left on device : '{aside}'"))).Message;
        Assert.Equal($"{folder["table.csv"]} cannot be written: No space left on device", message);
    }
}
