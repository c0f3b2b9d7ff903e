using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Elegans.Server.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elegans.Server.Endpoints;

/// <summary>Movies as jobs: post one, follow it, compare it with a track, cancel and remove it.</summary>
internal static class JobEndpoints
{
    internal static void MapJobs(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder jobs = app.MapGroup("/api/jobs").WithTags("Jobs");
        jobs.MapGet("/", (JobStore store) => store.All).WithSummary("All movies, the oldest first.");
        jobs.MapPost("/", Post).WithSummary("Upload a movie or image: the file itself as the body, its name as 'name', and of a TIFF with several channels the one that shows the nuclei as 'stackChannel', from 1. It is queued and read.")
            .Accepts<Stream>("application/octet-stream").Produces<MovieJob>(StatusCodes.Status201Created)
            .Produces<Problem>(StatusCodes.Status413PayloadTooLarge).Produces<Problem>(StatusCodes.Status415UnsupportedMediaType).Produces<Problem>(StatusCodes.Status429TooManyRequests);
        jobs.MapPost("/sample", PostSample).WithSummary("Read the sample movie that comes with Elegans.").Produces<MovieJob>(StatusCodes.Status201Created);
        jobs.MapGet("/{id}", (string id, JobStore store) => store.Find(id) is { } job ? Results.Ok(job) : NotThere()).WithSummary("One movie: how far it is, what it came to.")
            .Produces<MovieJob>().Produces<Problem>(StatusCodes.Status404NotFound);
        jobs.MapGet("/{id}/readings", (string id, JobEvents events) => events.ReadingsOf(id)).WithSummary("What was read so far of a movie that is running: frame, A, E, M, P, C, D, Z, total; only the frame where there are no counts.");
        jobs.MapGet("/{id}/events", (string id, JobStore store, JobEvents events, CancellationToken cancellation) => store.Find(id) is not null ? Results.ServerSentEvents(Follow(id, store, events, cancellation)) : NotThere())
            .WithSummary("Follow one movie as server-sent events until it is over.").Produces<JobEvent>(contentType: "text/event-stream");
        jobs.MapPost("/{id}/nuclei", PostTrack).WithSummary("Hold the movie against its nuclei track: the track itself as the body, its name as 'name'. Answers when it is compared.")
            .Accepts<Stream>("application/octet-stream").Produces<MovieJob>().Produces<Problem>(StatusCodes.Status422UnprocessableEntity);
        jobs.MapPost("/{id}/cancel", (string id, JobRunner runner) => runner.Cancel(id) is { } job ? Results.Ok(job) : NotThere()).WithSummary("Stop a movie that waits or is read.").Produces<MovieJob>();
        jobs.MapDelete("/{id}", Remove).WithSummary("Remove a movie and its results.").Produces(StatusCodes.Status204NoContent);
        app.MapGet("/api/events", (JobEvents events, CancellationToken cancellation) => Results.ServerSentEvents(All(events, cancellation))).WithTags("Jobs")
            .WithSummary("Follow all movies as server-sent events.").Produces<JobEvent>(contentType: "text/event-stream");
    }

    internal static IResult NotThere() => Results.NotFound(new Problem("There is no such movie; it may have been removed."));

    private static async Task<IResult> Post(string? name, int? stackChannel, HttpRequest request, JobStore store, JobRunner runner, CancellationToken cancellation)
    {
        string shown = Upload.NameOf(name);
        if (Upload.Refusal(request, shown, JobFolder.InputExtensions) is { } refusal) return refusal;
        if (store.Begin(shown) is not { } job) return Full();
        bool kept = false;
        try
        {
            (long bytes, IResult? notTaken) = await Upload.Receive(request, store.FolderOf(job).InputOf(Path.GetExtension(shown)), cancellation);
            if (notTaken is not null) return notTaken;
            kept = true;
            return Queue(job with { Bytes = bytes, StackChannel = stackChannel is >= 1 ? stackChannel : null }, runner);
        }
        finally
        {
            if (!kept) store.Abandon(job);
        }
    }

    private static IResult PostSample(JobStore store, JobRunner runner)
    {
        string sample = Path.Combine(AppContext.BaseDirectory, "samples", "embryo.mp4");
        if (!File.Exists(sample)) return Results.Json(new Problem("The sample is not beside the program."), statusCode: StatusCodes.Status404NotFound);
        if (store.Begin("sample embryo.mp4") is not { } job) return Full();
        File.Copy(sample, store.FolderOf(job).InputOf(".mp4"));
        return Queue(job with { Bytes = new FileInfo(sample).Length }, runner);
    }

    private static IResult Queue(MovieJob job, JobRunner runner)
    {
        runner.Add(job);
        return Results.Created($"/api/jobs/{job.Id}", job);
    }

    private static IResult Full() => Results.Json(new Problem("No more movies are kept here; remove some first."), statusCode: StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> PostTrack(string id, string? name, HttpRequest request, JobStore store, SideWork work, CancellationToken cancellation)
    {
        if (store.Find(id) is not { } job) return NotThere();
        if (job.State != JobState.Done) return Results.Json(new Problem("The movie is not read yet; wait for it first."), statusCode: StatusCodes.Status409Conflict);
        string shown = Upload.NameOf(name);
        if (Upload.Refusal(request, shown, JobFolder.TrackExtensions) is { } refusal) return refusal;
        string track = store.FolderOf(job).TrackOf(Path.GetExtension(shown));
        if ((await Upload.Receive(request, track, cancellation)).Refusal is { } notTaken) return notTaken;
        (MovieJob? compared, string? reason) = await work.Compare(job, track, shown, cancellation);
        return reason is null ? compared is null ? NotThere() : Results.Ok(compared) : Results.Json(new Problem(reason), statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Remove(string id, JobStore store, JobRunner runner, JobEvents events)
    {
        if (runner.Cancel(id) is not { } job) return NotThere();
        store.Remove(job);
        events.Tell(new JobEvent(id, null));
        return Results.NoContent();
    }

    /// <summary>All events. The first has a name of its own and tells only that nothing is missed from now on: without it, a visitor would wait for the answer until something happens.</summary>
    private static async IAsyncEnumerable<SseItem<JobEvent?>> All(JobEvents events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (JobEvent? happened in events.Listen(null, cancellation)) yield return new SseItem<JobEvent?>(happened, happened is null ? "listening" : null);
    }

    private static async IAsyncEnumerable<JobEvent> Follow(string id, JobStore store, JobEvents events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (JobEvent? happened in events.Listen(id, cancellation))
        {
            // The state is asked for once nothing is missed any more, so that no end falls between.
            JobEvent now = happened ?? new JobEvent(id, store.Find(id));
            yield return now;
            if (now.Job is null or { IsOver: true }) yield break;
        }
    }
}
