using Elegans.Server.Jobs;
using Elegans.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elegans.Server.Endpoints;

/// <summary>What a movie came to, as files, and pictures of its frames.</summary>
internal static class ResultEndpoints
{
    internal static void MapResults(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder results = app.MapGroup("/api/jobs/{id}").WithTags("Results");
        results.MapGet("/files/{name}", File)
            .WithSummary("A result: counts.csv, counts.json, curves.json, curve.png, curve.svg or movie.gif, which is drawn when it is first asked for.")
            .Produces(StatusCodes.Status200OK).Produces<Problem>(StatusCodes.Status404NotFound);
        results.MapGet("/pictures/{number:int:min(0)}", Picture).WithSummary("A small picture of frame number × pictureStep, as JPEG.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg");
    }

    private static async Task<IResult> File(string id, string name, JobStore store, SideWork work, CancellationToken cancellation)
    {
        if (store.Find(id) is not { } job) return JobEndpoints.NotThere();
        JobFolder folder = store.FolderOf(job);
        if (name == "movie.gif" && job.State == JobState.Done && await work.Animate(job, cancellation) is { } reason)
            return Results.Json(new Problem(reason), statusCode: StatusCodes.Status422UnprocessableEntity);
        if (folder.Offered(name) is not { } path) return Results.NotFound(new Problem($"There is no {name} of this movie (yet)."));
        string type = Path.GetExtension(name) switch
        {
            ".csv" => "text/csv",
            ".json" => "application/json",
            ".png" => "image/png",
            ".svg" => "image/svg+xml",
            _ => "image/gif",
        };
        string what = name.StartsWith("counts", StringComparison.Ordinal) ? "" : "-curve";
        return Results.File(path, type, name == "curves.json" ? null : $"{Path.GetFileNameWithoutExtension(job.Name)}{what}{Path.GetExtension(name)}");
    }

    private static IResult Picture(string id, int number, int? position, JobStore store, HttpResponse response)
    {
        if (store.Find(id) is not { } job) return JobEndpoints.NotThere();
        // Those of the position read before are gone, or about to be.
        if (position != job.Position || number >= job.Pictures || FramePictures.Read(store.FolderOf(job).Path, number) is not { } picture)
            return Results.NotFound(new Problem("There is no picture of this frame (yet)."));
        // A frame's picture never changes, and the address names the position.
        response.Headers.CacheControl = "private, max-age=86400, immutable";
        return Results.Bytes(picture, "image/jpeg");
    }
}
