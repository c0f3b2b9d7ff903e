using Elegans.Server.Gates;
using Elegans.Server.Jobs;
using Elegans.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elegans.Server.Endpoints;

/// <summary>What concerns the server as a whole: how much it keeps, and how a browser is let in.</summary>
internal static class StorageEndpoints
{
    internal static void MapStorage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/storage", (JobStore store) => store.Use).WithTags("Server")
            .WithSummary("How much movies and results take on the disk, of how much, and how long they are kept.").Produces<StorageUse>();
        app.MapPost("/api/tickets", (Tickets tickets) => tickets.Issue()).WithTags("Server")
            .WithSummary("A ticket that opens the page once, within two minutes, as /?ticket=VALUE: for programs that start a browser without the token.")
            .Produces<Ticket>();
    }
}
