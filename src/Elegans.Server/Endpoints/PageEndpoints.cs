using Elegans.Lineages;
using Elegans.Models;
using Elegans.Plots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Elegans.Server.Endpoints;

/// <summary>The page itself, out of this assembly.</summary>
internal static class PageEndpoints
{
    private const string Prefix = "page/";

    /// <summary>What a person without the token is shown.</summary>
    internal static byte[] Locked { get; } = Content($"{Prefix}locked.html");

    internal static void MapPage(this IEndpointRouteBuilder app)
    {
        foreach (string resource in typeof(PageEndpoints).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            string path = resource[Prefix.Length..];
            byte[] content = Content(resource);
            string type = Path.GetExtension(path) switch
            {
                ".html" => "text/html; charset=utf-8",
                ".css" => "text/css",
                ".js" => "text/javascript",
                ".svg" => "image/svg+xml",
                _ => "text/plain",
            };
            app.MapGet(path == "index.html" ? "/" : $"/{path}", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "no-cache";
                return Results.Bytes(content, type);
            }).ExcludeFromDescription();
        }

        ModelCard card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName));
        app.MapGet("/api/about", () => new
        {
            model = $"{card.Name} {card.Version}",
            limits = card.Limits,
            citations = card.Citations,
            lineages = FounderLineages.All.Select(lineage => new
            {
                letter = lineage.Letter(),
                name = lineage.FounderName(),
                colour = LineageColours.Of(lineage),
            }),
        }).WithTags("About").WithSummary("The model, its limits, what to cite, and the lineages with their names and colours.");
    }

    private static byte[] Content(string resource)
    {
        using Stream stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream(resource)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
