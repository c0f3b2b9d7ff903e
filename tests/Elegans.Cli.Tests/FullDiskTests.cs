using System.Diagnostics;

namespace Elegans.Cli.Tests;

/// <summary>A disk that is full leaves nothing half written, and is said with the exit code of outputs.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string disk;
    private readonly bool isMounted;

    public FullDiskTests()
    {
        disk = Directory.CreateDirectory(folder["disk"]).FullName;
        using Process mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", disk])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        mount.WaitForExit();
        isMounted = mount.ExitCode == 0;
    }

    public void Dispose()
    {
        if (isMounted)
        {
            using Process unmount = Process.Start("umount", disk);
            unmount.WaitForExit();
        }

        folder.Dispose();
    }

    [Theory]
    [InlineData("simulate --width 320 --frames 30 --out disk/a.mp4")]
    [InlineData("simulate --width 320 --frames 30 --out disk/a.avi")]
    [InlineData("simulate --width 320 --frames 30 --out disk/a.mov")]
    [InlineData("simulate --width 64 --frames 300 --out a.mp4 --track disk/t.csv --quiet")]
    [InlineData("predict $MOVIE --quiet --gif disk/a.gif --out /dev/null")]
    [InlineData("predict $MOVIE --quiet --plot disk/a.png --out /dev/null")]
    [InlineData("predict $MOVIE --quiet --plot disk/a.svg --out /dev/null")]
    [InlineData("predict $MOVIE --quiet --intervals --json --out disk/a.json")]
    [InlineData("predict $IMAGE $MOVIE --quiet --intervals --out many --parquet disk/a.parquet")]
    [InlineData("evaluate $MOVIE --nuclei $NUCLEI --quiet --plot disk/a.png")]
    [InlineData("nuclei $MOVIE --quiet --out disk/n.csv")]
    [InlineData("nuclei $MOVIE --quiet --out /dev/null --plot disk/n.png")]
    [InlineData("nuclei $MOVIE --quiet --out /dev/null --gif disk/n.gif")]
    public async Task Every_output_is_written_whole_or_not_at_all(string command)
    {
        Assert.SkipUnless(isMounted, "A small disk cannot be made here.");
        File.WriteAllBytes(Path.Combine(disk, "fill"), new byte[command.Contains(".parquet", StringComparison.Ordinal) ? 15_000 : 4000]);
        (int exitCode, _, string error) = await Shell.Run(folder.Path, $"\"$ELEGANS\" {command}");
        Assert.True(exitCode == 5, $"{exitCode}: {error}");
        Assert.Contains("space", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(["fill"], Directory.GetFiles(disk).Select(Path.GetFileName));
    }
}
