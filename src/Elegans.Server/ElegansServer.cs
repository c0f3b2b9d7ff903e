using Elegans.Server.Endpoints;
using Elegans.Server.Gates;
using Elegans.Server.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Elegans.Server;

/// <summary>Serves the page and the HTTP interface.</summary>
public static class ElegansServer
{
    /// <summary>Builds the server; it listens once it is started.</summary>
    /// <param name="options">How it serves.</param>
    /// <exception cref="ArgumentException">It would be reachable from other machines without a token.</exception>
    public static WebApplication Build(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsLocal && string.IsNullOrEmpty(options.Token)) throw new ArgumentException("A server that other machines reach needs a token.", nameof(options));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(ElegansServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MostUploadBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddRoutingCore();
        builder.Services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Elegans";
            document.Info.Description = "Counts the living cells of each lineage in movies of C. elegans embryos: post a movie, follow it, get its curves.";
            return Task.CompletedTask;
        }));
        builder.Services.AddSingleton(options).AddSingleton<JobStore>().AddSingleton<JobEvents>().AddSingleton<SideWork>().AddSingleton<JobRunner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<JobRunner>());
        WebApplication app = builder.Build();
        app.UseVisitorGate(options);
        app.MapPage();
        app.MapJobs();
        app.MapResults();
        app.MapOpenApi("/openapi.json");
        return app;
    }

    /// <summary>The address under which a started server is reached from this machine.</summary>
    /// <param name="app">The server.</param>
    public static Uri AddressOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var address = new UriBuilder(app.Urls.First());
        if (address.Host is "0.0.0.0" or "[::]") address.Host = "127.0.0.1";
        return address.Uri;
    }
}
