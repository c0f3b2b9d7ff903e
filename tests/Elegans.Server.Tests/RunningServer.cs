using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Elegans.Server.Endpoints;
using Elegans.Server.Jobs;
using Elegans.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Elegans.Server.Tests;

/// <summary>A server of a test's own on a free port, and what a program would ask of it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private readonly WebApplication app;

    private RunningServer(WebApplication app, string folder, string token)
    {
        this.app = app;
        Token = token;
        Client = Visitor(folder);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // Asked before the body is sent: a server that refuses closes the connection, and a client that still sends may not hear why.
        Client.DefaultRequestHeaders.ExpectContinue = true;
    }

    /// <summary>A visitor who knows the token.</summary>
    internal HttpClient Client { get; }

    internal string Token { get; }

    /// <summary>The address that lets a browser in.</summary>
    internal string Page => $"{ElegansServer.AddressOf(app)}?token={Token}";

    internal static async Task<RunningServer> Start(string folder, Func<ServerOptions, ServerOptions>? change = null)
    {
        var options = new ServerOptions { Port = 0 };
        options = change?.Invoke(options) ?? options;
        WebApplication built = ElegansServer.Build(options, DataFolder.Open(folder));
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(built, folder, options.Token);
    }

    /// <summary>A part of the server.</summary>
    internal T Part<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Somebody who comes along, with cookies of his own.</summary>
    internal HttpClient Visitor(string folder, bool followsRedirects = true) =>
        new(new NoPlacesHandler(folder) { InnerHandler = new HttpClientHandler { AllowAutoRedirect = followsRedirects } })
        {
            BaseAddress = ElegansServer.AddressOf(app),
            Timeout = TimeSpan.FromMinutes(3),
        };

    internal async Task<HttpResponseMessage> Post(string address, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await Client.PostAsync(new Uri(address, UriKind.Relative), body, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts what does not say how long it is.</summary>
    internal async Task<HttpResponseMessage> PostUnannounced(string address, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StreamContent(new MemoryStream(content)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.TransferEncodingChunked = true;
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal async Task<MovieJob> Upload(string name, byte[] content) =>
        await Read<MovieJob>(await Post($"api/jobs?name={Uri.EscapeDataString(name)}", content));

    internal async Task<MovieJob?> Find(string id) => (await All()).FirstOrDefault(job => job.Id == id);

    internal async Task<List<MovieJob>> All() => (await Client.GetFromJsonAsync<List<MovieJob>>("api/jobs", Json, TestContext.Current.CancellationToken))!;

    /// <summary>Follows a movie by its events until nothing more comes.</summary>
    internal async Task<MovieJob> WaitFor(string id)
    {
        using HttpResponseMessage response = await Client.GetAsync(
            new Uri($"api/jobs/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        MovieJob? last = null;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) last = JsonSerializer.Deserialize<JobEvent>(line["data: ".Length..], Json)!.Job;
        return last!;
    }

    internal static async Task<T> Read<T>(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await response.Content.ReadFromJsonAsync<T>(Json, TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
