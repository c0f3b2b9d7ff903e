using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Elegans.Server.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elegans.Server.Endpoints;

/// <summary>Movies as jobs: post one, follow it, compare it with a track, cancel and remove it.</summary>
internal static class JobEndpoints
{
    private const int MaxWaitingTracks = 8;

    internal static void MapJobs(this IEndpointRouteBuilder app)
    {
        const string OctetStream = "application/octet-stream", EventStream = "text/event-stream";
        RouteGroupBuilder jobs = app.MapGroup("/api/jobs").WithTags("Jobs");
        jobs.MapGet("/", (JobStore store) => store.All).WithSummary("All movies, the oldest first.");
        jobs.MapPost("/", Post)
            .WithSummary("Upload a movie or image: the file itself as the body, its name as 'name', and of a TIFF with several channels the one that "
                + "shows the nuclei as 'stackChannel', from 1. It is queued and read.")
            .Accepts<Stream>(OctetStream).Produces<MovieJob>(StatusCodes.Status201Created)
            .Produces<Problem>(StatusCodes.Status413PayloadTooLarge).Produces<Problem>(StatusCodes.Status415UnsupportedMediaType)
            .Produces<Problem>(StatusCodes.Status429TooManyRequests).Produces<Problem>(StatusCodes.Status507InsufficientStorage);
        jobs.MapPost("/sample", PostSample).WithSummary("Read the sample movie that comes with Elegans.").Produces<MovieJob>(StatusCodes.Status201Created);
        jobs.MapGet("/{id}", (string id, JobStore store) => store.Find(id) is { } job ? Results.Ok(job) : NotThere())
            .WithSummary("One movie: how far it is, what it came to.")
            .Produces<MovieJob>().Produces<Problem>(StatusCodes.Status404NotFound);
        jobs.MapGet("/{id}/readings", (string id, JobEvents events) => events.ReadingsOf(id))
            .WithSummary("What was read so far of a movie that is running: frame, A, E, M, P, C, D, Z, total; only the frame where there are no counts.");
        jobs.MapGet("/{id}/events", (string id, JobStore store, JobEvents events, CancellationToken cancellation) =>
                store.Find(id) is not null ? Results.ServerSentEvents(Follow(id, store, events, cancellation)) : NotThere())
            .WithSummary("Follow one movie as server-sent events until it is over.").Produces<JobEvent>(contentType: EventStream);
        jobs.MapPost("/{id}/nuclei", PostTrack)
            .WithSummary("Hold the movie against its nuclei track: the track itself as the body, its name as 'name'. Answers when it is compared; of a "
                + "movie that is not read yet, answers 202 at once, and the track is compared when the movie is read.")
            .Accepts<Stream>(OctetStream).Produces<MovieJob>().Produces<MovieJob>(StatusCodes.Status202Accepted)
            .Produces<Problem>(StatusCodes.Status409Conflict)
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity).Produces<Problem>(StatusCodes.Status507InsufficientStorage);
        jobs.MapPost("/{id}/embryo", ChooseEmbryo)
            .WithSummary("Of a movie that shows several embryos, read another: its number as 'number', from 1, from the left. The movie is queued again.")
            .Produces<MovieJob>().Produces<Problem>(StatusCodes.Status404NotFound).Produces<Problem>(StatusCodes.Status409Conflict);
        jobs.MapPost("/{id}/position", ChoosePosition)
            .WithSummary("Of a file that holds several positions, read another: its number as 'number', from 1. The file is queued again.")
            .Produces<MovieJob>().Produces<Problem>(StatusCodes.Status404NotFound).Produces<Problem>(StatusCodes.Status409Conflict);
        jobs.MapPost("/{id}/cancel", (string id, JobRunner runner) => runner.Cancel(id) is { } job ? Results.Ok(job) : NotThere())
            .WithSummary("Stop a movie that waits or is read.").Produces<MovieJob>();
        jobs.MapDelete("/{id}", async (string id, JobRunner runner) => await runner.Remove(id) ? Results.NoContent() : NotThere())
            .WithSummary("Remove a movie and its results.").Produces(StatusCodes.Status204NoContent);
        app.MapGet("/api/events", (JobEvents events, CancellationToken cancellation) => Results.ServerSentEvents(All(events, cancellation))).WithTags("Jobs")
            .WithSummary("Follow all movies as server-sent events.").Produces<JobEvent>(contentType: EventStream);
    }

    internal static IResult NotThere() => Results.NotFound(new Problem("There is no such movie; it may have been removed."));

    private static async Task<IResult> Post(
        string? name, int? stackChannel, HttpRequest request, JobStore store, JobRunner runner, CancellationToken cancellation)
    {
        string shown = Upload.NameOf(name);
        if (Upload.Refusal(request, shown, JobFolder.InputExtensions) is { } refusal) return refusal;
        if (store.Begin(shown) is not { } job) return Full();
        bool kept = false;
        try
        {
            (long bytes, IResult? notTaken) = await Upload.Receive(request, store.FolderOf(job).InputOf(Path.GetExtension(shown)), job, store, cancellation);
            if (notTaken is not null) return notTaken;
            MovieJob queued = job with { Bytes = bytes, StackChannel = stackChannel is >= 1 ? stackChannel : null };
            runner.Add(queued);
            kept = true;
            return Created(queued);
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
        bool kept = false;
        try
        {
            long bytes = new FileInfo(sample).Length;
            if (store.Take(job, bytes) is { } full) return Upload.NoRoom(full);
            File.Copy(sample, store.FolderOf(job).InputOf(".mp4"));
            MovieJob queued = job with { Bytes = bytes };
            runner.Add(queued);
            kept = true;
            return Created(queued);
        }
        finally
        {
            if (!kept) store.Abandon(job);
        }
    }

    private static IResult ChooseEmbryo(string id, int number, JobStore store, JobRunner runner)
    {
        if (runner.ChooseEmbryo(id, number) is { } job) return Results.Ok(job);
        if (store.Find(id) is not { } there) return NotThere();
        if (there.State != JobState.Done) return Refuse(StatusCodes.Status409Conflict, "The movie is not read yet; choose an embryo when it is.");
        string shown = there.Predicted!.Embryos.Count switch { 0 => "one embryo", var count => $"{count} embryos" };
        return Refuse(StatusCodes.Status409Conflict, $"The movie shows {shown}; there is no embryo {number} to choose.");
    }

    private static IResult ChoosePosition(string id, int number, JobStore store, JobRunner runner)
    {
        if (runner.ChoosePosition(id, number) is { } job) return Results.Ok(job);
        if (store.Find(id) is not { } there) return NotThere();
        if (!there.IsOver || there.Positions.Contains(number))
            return Refuse(StatusCodes.Status409Conflict, "The file is being read; choose a position when that is over.");
        return Refuse(StatusCodes.Status409Conflict, there.Positions.Count == 0
            ? "No other position of the file is known."
            : string.Create(CultureInfo.InvariantCulture, $"The file holds positions {string.Join(", ", there.Positions)}; there is no {number} to choose."));
    }

    private static IResult Created(MovieJob job) => Results.Created($"/api/jobs/{job.Id}", job);

    private static IResult Full() => Refuse(StatusCodes.Status429TooManyRequests, "No more movies are kept here; remove some first.");

    private static IResult Refuse(int code, string reason) => Results.Json(new Problem(reason), statusCode: code);

    private static async Task<IResult> PostTrack(
        string id, string? name, HttpRequest request, JobStore store, TrackComparisons tracks, CancellationToken cancellation)
    {
        if (store.Find(id) is not { } job) return NotThere();
        if (job.State is JobState.Failed or JobState.Cancelled)
            return Refuse(StatusCodes.Status409Conflict, "The movie was not read, so that there is nothing to compare a track with.");
        if (job.Tracks.Count >= MaxWaitingTracks)
            return Refuse(StatusCodes.Status429TooManyRequests, "Other tracks wait for this movie; let them be compared first.");
        string shown = Upload.NameOf(name);
        if (Upload.Refusal(request, shown, JobFolder.TrackExtensions) is { } refusal) return refusal;
        var track = new WaitingTrack(RandomNumberGenerator.GetHexString(16, lowercase: true), shown);
        (_, IResult? notTaken) = await Upload.Receive(request, store.FolderOf(job).TrackOf(track), job, store, cancellation);
        store.Measure(job);
        if (notTaken is not null) return notTaken;
        (MovieJob? waiting, Task<string?> compared) = tracks.Add(id, track);
        if (waiting is null) return NotThere();
        if (!waiting.IsOver) return Results.Accepted($"/api/jobs/{id}", waiting);
        // Whoever asks may go; it is compared all the same.
        string? reason = await compared.WaitAsync(cancellation);
        if (reason is not null) return Refuse(StatusCodes.Status422UnprocessableEntity, reason);
        return store.Find(id) is { } now ? Results.Ok(now) : NotThere();
    }

    /// <summary>
    /// All events. The first has a name of its own and says only that nothing is missed from now on: without it, a visitor
    /// would wait for the answer until something happens.
    /// </summary>
    private static async IAsyncEnumerable<SseItem<JobEvent?>> All(JobEvents events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (JobEvent? happened in events.Listen(null, cancellation))
            yield return new SseItem<JobEvent?>(happened, happened is null ? "listening" : null);
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
