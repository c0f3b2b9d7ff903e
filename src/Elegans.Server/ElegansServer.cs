using Elegans.Server.Endpoints;
using Elegans.Server.Gates;
using Elegans.Server.Jobs;
using Elegans.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Elegans.Server;

/// <summary>Serves the page and the HTTP interface.</summary>
public static class ElegansServer
{
    /// <summary>Uploads and pages that are open are cut off after so long when the server ends.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(1);

    /// <summary>Builds the server; it listens once it is started.</summary>
    /// <param name="options">How it serves.</param>
    /// <param name="folder">Where movies and results are kept. The server takes it over, and gives it up when it is disposed or cannot be built.</param>
    /// <exception cref="ArgumentException">The token is not fit to be one.</exception>
    /// <exception cref="DataFolderException">The list of movies in the folder is damaged, or cannot be written.</exception>
    public static WebApplication Build(ServerOptions options, DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        if (AccessToken.Refusal(options.Token) is { } refusal)
        {
            folder.Dispose();
            throw new ArgumentException(refusal, nameof(options));
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ElegansServer).Assembly.GetName().Name,
            // In development, failures would be answered with stack traces.
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxUploadBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        // What the host cannot do it throws; whoever starts it says so in one line.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddRoutingCore();
        builder.Services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Elegans";
            document.Info.Description = "Counts the living cells of each lineage in movies of C. elegans embryos: post a movie, follow it, get its curves. "
                + "Every request carries the token, as 'Authorization: Bearer TOKEN'.";
            return Task.CompletedTask;
        }));
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = EndsWithin;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        // Made by the container, so that it is disposed with it, after all that uses it.
        builder.Services.AddSingleton(_ => folder);
        builder.Services.AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton<Tickets>().AddSingleton<VisitorGate>()
            .AddSingleton<FailureGate>();
        builder.Services.AddSingleton<JobStore>().AddSingleton<JobEvents>().AddSingleton<SideWork>().AddSingleton<TrackComparisons>().AddSingleton<JobRunner>()
            .AddSingleton<Retention>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TrackComparisons>());
        builder.Services.AddHostedService(services => services.GetRequiredService<JobRunner>());
        builder.Services.AddHostedService(services => services.GetRequiredService<Retention>());
        WebApplication app = builder.Build();
        try
        {
            _ = app.Services.GetRequiredService<DataFolder>();
            _ = app.Services.GetRequiredService<JobStore>();
            JobEvents events = app.Services.GetRequiredService<JobEvents>();
            _ = app.Lifetime.ApplicationStopping.Register(events.End);
            _ = app.Lifetime.ApplicationStarted.Register(() => folder.Announce(new AnnouncedServer(AddressOf(app), options.Token)));
            VisitorGate visitors = app.Services.GetRequiredService<VisitorGate>();
            FailureGate failures = app.Services.GetRequiredService<FailureGate>();
            app.Use(next => context => failures.Enter(context, next));
            app.Use(next => context => visitors.Enter(context, next));
            app.MapPage();
            app.MapJobs();
            app.MapResults();
            app.MapStorage();
            app.MapOpenApi("/openapi.json");
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
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
