namespace Elegans.Server.Tests;

/// <summary>Reads along whatever a server answers: no answer may say where anything lies on its machine.</summary>
/// <param name="folder">Where the server keeps its files.</param>
internal sealed class NoPlacesHandler(string folder) : DelegatingHandler
{
    private readonly string[] places = [folder, Path.GetTempPath(), AppContext.BaseDirectory, Repository.Root];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        string? type = response.Content.Headers.ContentType?.MediaType;
        // A stream of events ends when nothing more happens, and has its own reader.
        if (type is null or "text/event-stream" or "image/gif" or "image/png" or "image/jpeg") return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        string content = await response.Content.ReadAsStringAsync(cancellationToken);
        string answer = $"{response.Headers}{response.Content.Headers}{content}";
        Assert.All(places, place => Assert.DoesNotContain(Path.TrimEndingDirectorySeparator(place), answer, StringComparison.Ordinal));
        return response;
    }
}
