using System.Net;
using System.Text.Json;
using Elegans.Server.Endpoints;
using Elegans.Server.Jobs;

namespace Elegans.Server.Tests;

[Collection(nameof(HttpTests))]
public sealed class HttpTests : IDisposable
{
    private static readonly byte[] Movie = File.ReadAllBytes(Repository.SampleMovie), Still = File.ReadAllBytes(Repository.SampleImage);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_movie_is_posted_followed_and_its_results_are_there()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob posted = await server.Upload("my embryo.mp4", Movie);
        MovieJob done = await server.WaitFor(posted.Id);
        Assert.Equal(JobState.Done, done.State);
        Assert.Equal(("my embryo.mp4", 146, 146), (done.Name, done.Predicted!.Frames, done.Pictures));
        string table = await server.Client.GetStringAsync(
            new Uri($"api/jobs/{done.Id}/files/counts.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(147, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        JsonElement curves =
            JsonDocument.Parse(await server.Client.GetStringAsync(
            new Uri($"api/jobs/{done.Id}/files/curves.json", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        Assert.All(
            ["frame", "A", "Z", "total", "low", "high", "minutes", "status", "measured", "deviates"],
            name => Assert.Equal(146, curves.GetProperty(name).GetArrayLength()));
        foreach (string file in new[] { "counts.json", "curve.png", "curve.svg", "movie.gif" })
        {
            HttpResponseMessage response =
                await server.Client.GetAsync(new Uri($"api/jobs/{done.Id}/files/{file}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, file);
            Assert.StartsWith("my embryo", response.Content.Headers.ContentDisposition!.FileNameStar
                ?? response.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        }

        byte[] picture = await server.Client.GetByteArrayAsync(
            new Uri($"api/jobs/{done.Id}/pictures/145", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal([0xFF, 0xD8], picture[..2]);
        Assert.Equal(HttpStatusCode.NotFound,
            (await server.Client.GetAsync(new Uri($"api/jobs/{done.Id}/pictures/146", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Of_a_field_each_embryo_can_be_read_and_of_one_embryo_no_other()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        string field = SampleFields.SaveStack(
            folder["field.tif"], SampleFields.Frames(700, 260, new(180, 130), new(520, 130) { IsReversed = true }));
        MovieJob job = await server.WaitFor(
            (await server.Upload("field.tif", await File.ReadAllBytesAsync(field, TestContext.Current.CancellationToken))).Id);
        Assert.Equal((700, 260, 2), (job.Predicted!.Width, job.Predicted.Height, job.Predicted.Embryos.Count));
        Assert.Equal([180, 520], job.Predicted.Embryos.Select(embryo => embryo.X), (one, other) => Math.Abs(one - other) < 12);
        MovieJob queued = await RunningServer.Read<MovieJob>(await server.Post($"api/jobs/{job.Id}/embryo?number=2", []));
        Assert.Equal((2, null), (queued.Embryo, queued.Predicted));
        MovieJob second = await server.WaitFor(job.Id);
        Assert.True(second.Predicted!.FirstTotal > 10 * job.Predicted.FirstTotal);
        Assert.Equal(2, second.Predicted.Embryos.Count);
        HttpResponseMessage third = await server.Post($"api/jobs/{job.Id}/embryo?number=3", []);
        Assert.Equal(HttpStatusCode.Conflict, third.StatusCode);
        Assert.Contains("shows 2 embryos", await third.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post("api/jobs/nowhere/embryo?number=1", [])).StatusCode);
    }

    [Fact]
    public async Task Of_a_file_each_position_can_be_read()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        OpenCvSharp.Mat[] frames = [.. SampleFields.Frames(480, 320, new SampleFields.Place(240, 170))];
        string plate = SamplePositions.Save(folder["plate.ome.tif"], 480, frames, frames[^7..]);
        MovieJob first = await server.WaitFor(
            (await server.Upload("plate.ome.tif", await File.ReadAllBytesAsync(plate, TestContext.Current.CancellationToken))).Id);
        Assert.Equal([1, 2], first.Positions);
        Assert.Contains(first.Predicted!.Notes, note => note.Text.Contains("can be chosen above its picture", StringComparison.Ordinal));
        MovieJob queued = await RunningServer.Read<MovieJob>(await server.Post($"api/jobs/{first.Id}/position?number=2", []));
        Assert.Equal((2, null), (queued.Position, queued.Predicted));
        MovieJob second = await server.WaitFor(first.Id);
        Assert.Equal(7, second.Predicted!.Frames);
        Assert.Equal([1, 2], second.Positions);
        HttpResponseMessage third = await server.Post($"api/jobs/{first.Id}/position?number=3", []);
        Assert.Equal(HttpStatusCode.Conflict, third.StatusCode);
        Assert.Contains("holds positions 1, 2;", await third.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post("api/jobs/nowhere/position?number=1", [])).StatusCode);
    }

    [Fact]
    public async Task A_track_is_compared_with_its_movie_and_a_foreign_or_broken_one_is_told()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob job = await server.WaitFor((await server.Upload("embryo.mp4", Movie)).Id);
        var json = new Uri($"api/jobs/{job.Id}/files/counts.json", UriKind.Relative);
        string counts = await server.Client.GetStringAsync(json, TestContext.Current.CancellationToken);
        MovieJob compared = await RunningServer.Read<MovieJob>(
            await server.Post($"api/jobs/{job.Id}/nuclei?name=CDmine.csv.gz",
            await File.ReadAllBytesAsync(Repository.SampleNuclei, TestContext.Current.CancellationToken)));
        Assert.Equal(("mine", true, 146), (compared.Compared!.Embryo, compared.Compared.Belongs, compared.Compared.Frames));
        Assert.InRange(compared.Compared.TotalShareError, 0, 0.2);
        Assert.Contains("annotated",
            await server.Client.GetStringAsync(new Uri($"api/jobs/{job.Id}/files/curves.json", UriKind.Relative), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(counts, await server.Client.GetStringAsync(json, TestContext.Current.CancellationToken)); // with all that is expected and measured
        HttpResponseMessage broken = await server.Post($"api/jobs/{job.Id}/nuclei?name=CDbroken.csv", "no,track\n1,2\n"u8.ToArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        string reason = await broken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("is not the header of a nuclei track", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_is_a_failed_job_with_a_reason_that_names_no_place_on_this_machine()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob failed = await server.WaitFor((await server.Upload("notes.mov", "these are notes, not a movie"u8.ToArray())).Id);
        Assert.Equal(JobState.Failed, failed.State);
        Assert.StartsWith("is not an image or movie that can be read", failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../evil.mp4", "evil.mp4")]
    [InlineData("..\\..\\evil.mp4", "evil.mp4")]
    [InlineData("/etc/passwd.png", "passwd.png")]
    [InlineData("a\nb\u0000c.png", "abc.png")]
    public async Task A_name_is_shown_and_never_becomes_a_path(string name, string shown)
    {
        await using RunningServer server = await RunningServer.Start(folder["data"]);
        MovieJob job = await server.Upload(name, Still);
        Assert.Equal(shown, job.Name);
        Assert.Equal(["data"], Directory.GetFileSystemEntries(folder.Path).Select(entry => Path.GetFileName(entry)));
        Assert.DoesNotContain(
            Directory.GetFiles(folder["data"], "*", SearchOption.AllDirectories), file =>
            file.Contains("evil", StringComparison.Ordinal) || file.Contains("passwd", StringComparison.Ordinal));
        Assert.Equal(JobState.Done, (await server.WaitFor(job.Id)).State);
    }

    [Fact]
    public async Task What_is_too_large_of_no_known_kind_or_one_too_many_is_refused()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path, options => options with { MaxUploadBytes = 100_000, MaxJobs = 1 });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Post("api/jobs?name=a.mp4", Movie)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.Post("api/jobs?name=a.exe", Still)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType,
            (await server.Client.PostAsync(new Uri("api/jobs?name=a.png", UriKind.Relative), new StringContent("text"), TestContext.Current.CancellationToken))
            .StatusCode);
        MovieJob only = await server.Upload("a.png", Still);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.Post("api/jobs?name=b.png", Still)).StatusCode);
        Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "jobs")));
        Assert.Equal(HttpStatusCode.NoContent,
            (await server.Client.DeleteAsync(new Uri($"api/jobs/{only.Id}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder.Path, "jobs")));
        Assert.Equal(HttpStatusCode.NotFound,
            (await server.Client.GetAsync(new Uri($"api/jobs/{only.Id}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Fifty_uploads_at_once_a_third_of_them_hostile_and_every_good_one_finishes()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        byte[] cut = Movie[..(Movie.Length / 2)], noise = new byte[20_000];
        new Random(1).NextBytes(noise);
        MovieJob[] jobs = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => (number % 6) switch
        {
            0 => server.Upload($"{number} cut.mp4", cut),
            3 => server.Upload($"{number} noise.tif", noise),
            _ => server.Upload($"{number} good.png", Still),
        }));
        MovieJob[] done = await Task.WhenAll(jobs.Select(job => server.WaitFor(job.Id)));
        Assert.All(done, job => Assert.Equal(job.Name.EndsWith("good.png", StringComparison.Ordinal) ? JobState.Done : JobState.Failed, job.State));
        Assert.Equal(33, done.Count(job => job.State == JobState.Done));
    }

    [Fact]
    public async Task Jobs_and_results_outlive_the_server_and_what_waited_is_read_then()
    {
        string id, waiting;
        await using (RunningServer server = await RunningServer.Start(folder.Path))
        {
            id = (await server.WaitFor((await server.Upload("a.png", Still)).Id)).Id;
            for (int i = 0; i < 3; i++) _ = await server.Upload($"long{i}.mp4", Movie);
            waiting = (await server.Upload("last.png", Still)).Id;
        }

        await using RunningServer again = await RunningServer.Start(folder.Path);
        Assert.Equal(JobState.Done, (await again.Find(id))!.State);
        Assert.Equal(JobState.Done, (await again.WaitFor(waiting)).State);
        Assert.Equal(5, (await again.All()).Count);
    }

    [Fact]
    public async Task A_movie_that_waits_or_runs_can_be_cancelled_and_the_next_is_read()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob[] jobs = [await server.Upload("running.mp4", Movie), await server.Upload("waiting.mp4", Movie), await server.Upload("last.png", Still)];
        foreach (MovieJob job in jobs[..2])
            Assert.Equal(JobState.Cancelled,
                (await RunningServer.Read<MovieJob>(
                await server.Client.PostAsync(new Uri($"api/jobs/{job.Id}/cancel", UriKind.Relative), null, TestContext.Current.CancellationToken))).State);
        Assert.Equal(JobState.Done, (await server.WaitFor(jobs[2].Id)).State);
        Assert.All(jobs[..2], job => Assert.Equal(JobState.Cancelled, server.Find(job.Id).Result!.State));
    }

    [Fact]
    public async Task The_interface_is_described_and_every_description_is_answered()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        JsonElement description =
            JsonDocument.Parse(await server.Client.GetStringAsync(new Uri("openapi.json", UriKind.Relative), TestContext.Current.CancellationToken))
            .RootElement;
        Assert.Equal("Elegans", description.GetProperty("info").GetProperty("title").GetString());
        string[] paths = [.. description.GetProperty("paths").EnumerateObject().Select(path => path.Name)];
        Assert.All(["/api/jobs", "/api/jobs/{id}", "/api/jobs/{id}/events", "/api/jobs/{id}/nuclei", "/api/jobs/{id}/cancel", "/api/jobs/{id}/files/{name}",
            "/api/events", "/api/storage", "/api/tickets"], path => Assert.Contains(path, paths));
        Assert.All(description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()), verb =>
            Assert.NotEmpty(verb.Value.GetProperty("summary").GetString()!));
    }
}
