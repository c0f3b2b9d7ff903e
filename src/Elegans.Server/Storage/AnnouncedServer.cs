using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Elegans.Server.Gates;

namespace Elegans.Server.Storage;

/// <summary>A server that runs, as it is written down in its data folder for the next one that is started there.</summary>
/// <param name="Address">Where it is reached from this machine.</param>
/// <param name="Token">What it asks for.</param>
public sealed record AnnouncedServer(Uri Address, string Token)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The address that lets a person in.</summary>
    public Uri Page => new(Address, $"?token={Uri.EscapeDataString(Token)}");

    /// <summary>The address that opens the page once, for a program that others on this machine can see the arguments of.</summary>
    /// <param name="ticket">A ticket of this server.</param>
    public Uri PageOnce(string ticket) => new(Address, $"?ticket={Uri.EscapeDataString(ticket)}");

    /// <summary>Asks the server for a ticket that opens its page once.</summary>
    /// <param name="cancellation">Stops asking.</param>
    /// <returns>Null where it does not answer.</returns>
    public async Task<string?> AskForTicket(CancellationToken cancellation)
    {
        // A proxy that the environment names is for addresses elsewhere.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = Address, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        try
        {
            using HttpResponseMessage response = await client.PostAsync(new Uri("api/tickets", UriKind.Relative), null, cancellation);
            return response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<Ticket>(cancellation))?.Value : null;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
