using System.Net;
using System.Text;

namespace Elegans.Packages.Tests;

/// <summary>A package source on this machine that has no packages, only what is said about weaknesses, or not even that.</summary>
internal sealed class PackageSource : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string root;
    private readonly string? weaknesses;

    /// <param name="weaknesses">Weaknesses in NuGet's form, by package; none where the source has no such data.</param>
    public PackageSource(string? weaknesses)
    {
        this.weaknesses = weaknesses;
        using (System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            root = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        listener.Prefixes.Add(root);
        listener.Start();
        _ = Serve();
    }

    public string Address => $"{root}index.json";

    /// <summary>How often it was asked for its data.</summary>
    public int Asked { get; private set; }

    public void Dispose() => listener.Close();

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string? answer = context.Request.Url!.AbsolutePath switch
            {
                "/index.json" => $$"""{"version":"3.0.0","resources":[{{Resources}}]}""",
                "/weaknesses.json" => $$"""[{"@name":"base","@id":"{{root}}base.json","@updated":"2026-01-01T00:00:00Z"}]""",
                "/base.json" => weaknesses,
                _ => null,
            };
            if (context.Request.Url.AbsolutePath == "/base.json") Asked++;
            context.Response.StatusCode = answer is null ? 404 : 200;
            context.Response.ContentType = "application/json";
            context.Response.Close(Encoding.UTF8.GetBytes(answer ?? ""), willBlock: true);
        }
    }

    private string Resources =>
        $$"""{"@id":"{{root}}packages/","@type":"PackageBaseAddress/3.0.0"}"""
        + (weaknesses is null ? "" : $$""",{"@id":"{{root}}weaknesses.json","@type":"VulnerabilityInfo/6.7.0"}""");
}
