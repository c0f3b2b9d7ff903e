using System.Net;
using System.Net.Http.Json;
using Elegans.Server.Jobs;
using Elegans.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Elegans.Server.Tests;

/// <summary>What is kept, whose folder it is, and what happens where there is no room.</summary>
[Collection(nameof(HttpTests))]
public sealed class StorageTests : IDisposable
{
    private static readonly byte[] Movie = File.ReadAllBytes(Repository.SampleMovie), Still = File.ReadAllBytes(Repository.SampleImage);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_holds_other_things_is_refused_and_left_as_it_was()
    {
        Directory.CreateDirectory(folder["jobs/slurm-2026-01"]);
        string[] before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories);
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(folder.Path));
        Assert.Contains("holds other files", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Only_what_was_made_here_and_never_finished_is_deleted()
    {
        string data = folder["data"];
        string kept;
        await using (RunningServer server = await RunningServer.Start(data)) kept = (await server.WaitFor((await server.Upload("a.png", Still)).Id)).Id;
        string[] others = ["slurm-2026-01", "0123456789abcdef0123456789abcdef", "backup"], leftOver = ["1123456789abcdef0123456789abcdef"];
        foreach (string name in others.Concat(leftOver)) Directory.CreateDirectory(Path.Combine(data, "jobs", name));
        // A mark in a folder whose name is not ours is somebody else's file.
        foreach (string name in leftOver.Append("backup"))
            await File.WriteAllTextAsync(Path.Combine(data, "jobs", name, "unfinished"), "", TestContext.Current.CancellationToken);
        await using RunningServer again = await RunningServer.Start(data);
        Assert.Equal(others.Append(kept).Order(StringComparer.Ordinal), Directory.GetDirectories(Path.Combine(data, "jobs"))
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_in_use_before_there_were_locks_is_taken_over_with_its_movies()
    {
        string data = folder["data"], id;
        await using (RunningServer server = await RunningServer.Start(data)) id = (await server.WaitFor((await server.Upload("a.png", Still)).Id)).Id;
        foreach (string file in new[] { "elegans-serve.lock", "token", $"jobs/{id}/job.json" }) File.Delete(Path.Combine(data, file));
        Directory.CreateDirectory(Path.Combine(data, "jobs", "slurm-2026-01"));
        await using RunningServer again = await RunningServer.Start(data);
        Assert.Equal(JobState.Done, Assert.Single(await again.All()).State);
        Assert.True(Directory.Exists(Path.Combine(data, "jobs", "slurm-2026-01")));
        Assert.True(File.Exists(Path.Combine(data, "jobs", id, "job.json")));
    }

    [Fact]
    public void One_server_at_a_time_has_a_folder()
    {
        using (DataFolder.Open(folder.Path)) Assert.Throws<DataFolderInUseException>(() => DataFolder.Open(folder.Path));
        DataFolder.Open(folder.Path).Dispose();
    }

    [Fact]
    public async Task What_is_kept_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows closes a user's folders itself.");
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(folder["data"], (UnixFileMode)0b_111_101_101);
        await using RunningServer server = await RunningServer.Start(folder["data"]);
        _ = await server.Upload("a.png", Still);
        foreach (string path in Directory.GetDirectories(folder["data"], "*", SearchOption.AllDirectories).Append(folder["data"]))
            Assert.Equal((path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), (path, File.GetUnixFileMode(path)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder["data"], "server.json")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_damaged_list_costs_no_movie(int from)
    {
        string data = folder["data"], list = Path.Combine(data, "jobs.sqlite");
        string[] ids;
        await using (RunningServer server = await RunningServer.Start(data))
        {
            ids = [(await server.Upload("first.png", Still)).Id, (await server.Upload("second.png", Still)).Id];
            foreach (string id in ids) _ = await server.WaitFor(id);
        }

        byte[] damaged = await File.ReadAllBytesAsync(list, TestContext.Current.CancellationToken);
        new Random(1).NextBytes(damaged.AsSpan(from));
        await File.WriteAllBytesAsync(list, damaged, TestContext.Current.CancellationToken);
        var refused = Assert.Throws<DataFolderException>(() => ElegansServer.Build(new ServerOptions(), DataFolder.Open(data)));
        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.All(ids, id => Assert.True(File.Exists(Path.Combine(data, "jobs", id, "input.png"))));

        // What the message says helps.
        File.Move(list, folder["aside"]);
        await using RunningServer again = await RunningServer.Start(data);
        foreach (string id in ids) Assert.Equal(JobState.Done, (await again.WaitFor(id)).State);
        Assert.Equal(["first.png", "second.png"], (await again.All()).Select(job => job.Name));
    }

    [Fact]
    public async Task Uploads_beyond_the_bound_are_refused_and_the_use_is_told()
    {
        await using RunningServer server =
            await RunningServer.Start(folder.Path, options => options with { MaxDiskBytes = 3 * Still.Length, KeepFor = TimeSpan.FromDays(30) });
        _ = await server.WaitFor((await server.Upload("a.png", Still)).Id);
        StorageUse use = (await server.Client.GetFromJsonAsync<StorageUse>("api/storage", TestContext.Current.CancellationToken))!;
        Assert.Equal((1, 3L * Still.Length, 30.0), (use.Movies, use.MaxBytes, use.KeptForDays));
        Assert.InRange(use.UsedBytes, Still.Length + 1, 3 * Still.Length);
        Assert.Equal(use.MaxBytes - use.UsedBytes, use.RoomBytes);
        byte[] large = new byte[4 * Still.Length];
        HttpResponseMessage[] answers = [await server.Post("api/jobs?name=b.png", large), await server.PostUnannounced("api/jobs?name=b.png", large)];
        foreach (HttpResponseMessage refused in answers)
        {
            Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
            Assert.Contains("are used; remove some first", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }

        Assert.Equal(use.UsedBytes, (await server.Client.GetFromJsonAsync<StorageUse>("api/storage", TestContext.Current.CancellationToken))!.UsedBytes);
        Assert.Single(Directory.GetDirectories(folder["jobs"]));
    }

    [Fact]
    public async Task Two_uploads_at_once_share_the_bound()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path, options => options with { MaxDiskBytes = (long)(1.5 * Movie.Length) });
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => server.Post($"api/jobs?name={number}.mp4", Movie)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.Created), answer =>
            Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode));
    }

    [Fact]
    public async Task Movies_are_removed_when_they_were_kept_as_long_as_was_asked()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob done = await server.WaitFor((await server.Upload("a.png", Still)).Id);
        var options = new ServerOptions { KeepFor = TimeSpan.FromDays(30) };
        Assert.Equal(0, await At(TimeSpan.FromDays(29)).RemoveOld());
        Assert.Equal(1, await At(TimeSpan.FromDays(31)).RemoveOld());
        Assert.Empty(await server.All());
        Assert.Empty(Directory.GetDirectories(folder["jobs"]));

        Retention At(TimeSpan later) =>
            new(server.Part<JobStore>(), server.Part<JobRunner>(), options, new Clock(done.Added + later), NullLogger<Retention>.Instance);
    }

    [Fact]
    public async Task On_a_full_disk_the_server_goes_on_starts_again_and_removes()
    {
        using SmallDisk disk = SmallDisk.Mount(folder["disk"], "12m");
        string data = Path.Combine(disk.Path, "data");
        MovieJob read, waiting;
        await using (RunningServer server = await RunningServer.Start(data))
        {
            read = await server.WaitFor((await server.Upload("first.png", Still)).Id);
            waiting = await server.Upload("long.mp4", Movie);
            disk.Fill();
            foreach (HttpResponseMessage refused in new[]
            {
                await server.Post("api/jobs?name=b.mp4", Movie),
                await server.PostUnannounced("api/jobs?name=b.mp4", Movie),
                await server.Client.PostAsync(new Uri("api/jobs/sample", UriKind.Relative), null, TestContext.Current.CancellationToken),
                await server.Post($"api/jobs/{read.Id}/nuclei?name=CDa.csv.gz",
                    await File.ReadAllBytesAsync(Repository.SampleNuclei, TestContext.Current.CancellationToken)),
            })
            {
                Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
            }

            MovieJob failed = await server.WaitFor(waiting.Id);
            Assert.Equal(JobState.Failed, failed.State);
            Assert.Contains("no room left on the disk", failed.Reason, StringComparison.Ordinal);
            Assert.Equal(2, (await server.All()).Count);
        }

        await using RunningServer again = await RunningServer.Start(data);
        Assert.Equal(JobState.Done, (await again.Find(read.Id))!.State);
        foreach (string id in new[] { read.Id, waiting.Id })
            Assert.Equal(HttpStatusCode.NoContent,
                (await again.Client.DeleteAsync(new Uri($"api/jobs/{id}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(await again.All());
        Assert.Empty(Directory.GetDirectories(Path.Combine(data, "jobs")));
        disk.Empty();
        Assert.Equal(JobState.Done, (await again.WaitFor((await again.Upload("b.png", Still)).Id)).State);
    }

    [Fact]
    public async Task What_was_removed_on_a_full_disk_stays_removed()
    {
        using SmallDisk disk = SmallDisk.Mount(folder["disk"], "12m");
        string data = Path.Combine(disk.Path, "data");
        await using (RunningServer server = await RunningServer.Start(data))
        {
            MovieJob read = await server.WaitFor((await server.Upload("first.png", Still)).Id);
            disk.Fill();
            // Whatever the removal frees is taken at once, so that the list cannot be written.
            foreach (string file in Directory.GetFiles(Path.Combine(data, "jobs", read.Id)))
                if (Path.GetFileName(file) != "job.json") File.Delete(file);
            disk.Fill();
            Assert.Equal(HttpStatusCode.NoContent,
                (await server.Client.DeleteAsync(new Uri($"api/jobs/{read.Id}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        }

        await using RunningServer again = await RunningServer.Start(data);
        Assert.Empty(await again.All());
    }

    [Fact]
    public void A_new_folder_on_a_full_disk_is_refused_in_one_line()
    {
        using SmallDisk disk = SmallDisk.Mount(folder["disk"], "1m");
        disk.Fill();
        var refused = Assert.Throws<DataFolderException>(() => ElegansServer.Build(new ServerOptions(), DataFolder.Open(Path.Combine(disk.Path, "data"))));
        Assert.Contains("no room on the disk", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("500", 500L)]
    [InlineData("50GB", 50_000_000_000L)]
    [InlineData("50 gb", 50_000_000_000L)]
    [InlineData("1.5TB", 1_500_000_000_000L)]
    [InlineData("2GiB", 2147483648L)]
    [InlineData("10M", 10_000_000L)]
    [InlineData("1,5GB", null)]
    [InlineData("-1GB", null)]
    [InlineData("0", null)]
    [InlineData("GB", null)]
    [InlineData("1e9", null)]
    [InlineData("9999999TB", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_size_is_read_as_people_write_it(string? text, long? bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
