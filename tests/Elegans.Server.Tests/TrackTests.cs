using System.Net;
using Elegans.Server.Jobs;

namespace Elegans.Server.Tests;

/// <summary>Tracks that come for a movie: several at once, and before it is read.</summary>
[Collection(nameof(HttpTests))]
public sealed class TrackTests : IDisposable
{
    private static readonly byte[] Movie = File.ReadAllBytes(Repository.SampleMovie), Track = File.ReadAllBytes(Repository.SampleNuclei);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Several_tracks_sent_at_once_are_all_compared()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob job = await server.WaitFor((await server.Upload("embryo.mp4", Movie)).Id);
        HttpResponseMessage[] answers =
            await Task.WhenAll(Enumerable.Range(0, 5).Select(number => server.Post($"api/jobs/{job.Id}/nuclei?name=CD{number}.csv.gz", Track)));
        foreach (HttpResponseMessage answer in answers) Assert.True((await RunningServer.Read<MovieJob>(answer)).Compared!.Belongs);
        Assert.Empty((await server.Find(job.Id))!.Tracks);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "jobs", job.Id), "track*"));
    }

    [Fact]
    public async Task A_track_that_comes_before_its_movie_is_read_is_compared_then()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob job = await server.Upload("embryo.mp4", Movie);
        HttpResponseMessage answer = await server.Post($"api/jobs/{job.Id}/nuclei?name=CDmine.csv.gz", Track);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("CDmine.csv.gz", Assert.Single((await RunningServer.Read<MovieJob>(answer)).Tracks).Name);
        _ = await server.WaitFor(job.Id);
        MovieJob compared = await Compared(server, job.Id);
        Assert.Equal(("mine", true), (compared.Compared!.Embryo, compared.Compared.Belongs));
    }

    [Fact]
    public async Task A_track_outlives_the_server_and_whoever_sent_it()
    {
        string id;
        await using (RunningServer server = await RunningServer.Start(folder.Path))
        {
            id = (await server.Upload("embryo.mp4", Movie)).Id;
            _ = await server.Post($"api/jobs/{id}/nuclei?name=CDmine.csv.gz", Track);
        }

        await using RunningServer again = await RunningServer.Start(folder.Path);
        Assert.True((await Compared(again, id)).Compared!.Belongs);
    }

    [Fact]
    public async Task A_broken_track_that_waited_says_why_and_one_of_a_movie_that_was_not_read_too()
    {
        await using RunningServer server = await RunningServer.Start(folder.Path);
        MovieJob job = await server.Upload("embryo.mp4", Movie), bad = await server.Upload("bad.mp4", "no movie"u8.ToArray());
        _ = await server.Post($"api/jobs/{job.Id}/nuclei?name=CDbroken.csv", "no,track\n1,2\n"u8.ToArray());
        HttpResponseMessage early = await server.Post($"api/jobs/{bad.Id}/nuclei?name=CDmine.csv.gz", Track);
        Assert.Contains("is not the header of a nuclei track", (await Compared(server, job.Id)).TrackProblem, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, early.StatusCode);
        Assert.Contains("was not read", (await Compared(server, bad.Id)).TrackProblem, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post($"api/jobs/{bad.Id}/nuclei?name=CDmine.csv.gz", Track)).StatusCode);
    }

    /// <summary>Waits until no track waits any more.</summary>
    private static async Task<MovieJob> Compared(RunningServer server, string id)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            MovieJob job = (await server.Find(id))!;
            if (job is { IsOver: true, Tracks.Count: 0 }) return job;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The track still waits.");
    }
}
