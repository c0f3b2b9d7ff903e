using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Elegans.Server.Gates;
using Elegans.Server.Storage;

namespace Elegans.Server.Tests;

/// <summary>Who is let in, on the machine itself as well as from others.</summary>
[Collection(nameof(HttpTests))]
public sealed class VisitorTests : IAsyncLifetime
{
    private const string Guessable = "lab-secret";
    private readonly TemporaryFolder folder = new();
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.Start(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("page.js")]
    [InlineData("stream.js")]
    [InlineData("api/about")]
    [InlineData("api/jobs")]
    [InlineData("api/events")]
    [InlineData("api/storage")]
    [InlineData("openapi.json")]
    [InlineData("nowhere")]
    [InlineData("api/jobs?token=wrong")]
    [InlineData("?token=")]
    [InlineData("?token=wrong-but-long-enough")]
    [InlineData("?ticket=wrong")]
    public async Task On_this_machine_too_nobody_comes_in_without_the_token(string address)
    {
        using HttpClient stranger = server.Visitor(folder.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(stranger, address));
    }

    [Fact]
    public async Task The_right_token_in_an_address_of_the_interface_is_no_way_in()
    {
        using HttpClient stranger = server.Visitor(folder.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(stranger, $"api/jobs?token={server.Token}"));
    }

    [Fact]
    public async Task A_browser_is_let_in_by_the_address_and_keeps_a_cookie_that_is_not_the_token()
    {
        using HttpClient browser = server.Visitor(folder.Path, followsRedirects: false);
        HttpResponseMessage entered = await browser.GetAsync(new Uri(server.Page), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Redirect, "./"), (entered.StatusCode, entered.Headers.Location!.ToString()));
        string cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(server.Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Status(browser, "api/jobs"));
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/%5Cevil.example/")]
    [InlineData("/https://evil.example/")]
    [InlineData("/%2F%2Fevil.example/")]
    [InlineData("/.//evil.example")]
    public async Task The_token_leads_to_no_other_site(string path)
    {
        // Written by hand: a client would tidy the address up.
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using System.Net.Sockets.NetworkStream stream = client.GetStream();
        await stream.WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"GET {path}?token={server.Token} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Location", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_person_without_the_token_is_asked_for_it_in_words()
    {
        using HttpClient stranger = server.Visitor(folder.Path);
        stranger.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        HttpResponseMessage answer = await stranger.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("name=\"token\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "127.0.0.2", HttpStatusCode.Created)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Created)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.Created)]
    public async Task Other_sites_can_neither_name_nor_use_the_page(string header, string value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs/sample");
        request.Headers.Add(header, value);
        Assert.Equal(expected, (await server.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(expected == HttpStatusCode.Created ? 1 : 0, (await server.All()).Count);
    }

    [Fact]
    public async Task Another_site_reads_nothing_either()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/jobs");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_ticket_opens_the_page_once_and_is_given_to_those_who_know_the_token_only()
    {
        using HttpClient browser = server.Visitor(folder.Path), other = server.Visitor(folder.Path);
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await browser.PostAsync(new Uri("api/tickets", UriKind.Relative), null, TestContext.Current.CancellationToken)).StatusCode);
        Ticket ticket = await RunningServer.Read<Ticket>(
            await server.Client.PostAsync(new Uri("api/tickets", UriKind.Relative), null, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, await Status(browser, $"?ticket={ticket.Value}"));
        Assert.Equal(HttpStatusCode.OK, await Status(browser, "api/jobs"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(other, $"?ticket={ticket.Value}"));
    }

    [Fact]
    public async Task A_ticket_that_another_account_shows_is_refused_and_stays_good()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv")
            && File.Exists("/usr/bin/curl"), "Acting as another account takes root, setpriv and curl.");
        Ticket ticket = server.Part<Tickets>().Issue();
        string page = $"{server.Client.BaseAddress}?ticket={ticket.Value}";
        // This server runs as root; the other way round, root may do anything anyway.
        Assert.Equal("401", await Curl("setpriv", "--reuid=65534", "--clear-groups", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", page));
        Assert.Equal("302", await Curl("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", page));
    }

    [Fact]
    public async Task Guessing_is_slowed_down_and_nobody_is_kept_out_for_long()
    {
        await using RunningServer guessable = await RunningServer.Start(folder["guessable"], options => options with { Token = Guessable });
        using HttpClient guesser = guessable.Visitor(folder.Path), owner = guessable.Visitor(folder.Path);
        Assert.Equal(HttpStatusCode.OK, await Status(owner, $"?token={Guessable}"));
        List<HttpStatusCode> answers = [];
        for (int guess = 0; guess < 30; guess++) answers.Add(await Guess(guesser, $"guess-{guess}"));
        Assert.All(answers[..5], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer));
        Assert.InRange(answers.Count(answer => answer == HttpStatusCode.Unauthorized), 5, 20);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        // While it lasts, not even the right guess is told from a wrong one; who was let in before is not asked.
        Assert.Equal(HttpStatusCode.OK, await Status(owner, "api/jobs"));
        var waited = Stopwatch.StartNew();
        while (await Guess(guesser, Guessable) != HttpStatusCode.OK)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "The owner is kept out for long.");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_token_that_nobody_guesses_is_let_in_whoever_else_guesses()
    {
        using HttpClient guesser = server.Visitor(folder.Path);
        for (int guess = 0; guess < 30; guess++) _ = await Guess(guesser, $"guess-{guess}");
        Assert.Equal(HttpStatusCode.TooManyRequests, await Guess(guesser, "one-more-guess"));
        Assert.Equal(HttpStatusCode.OK, await Guess(guesser, server.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("with a space")]
    [InlineData("mit-ümlaut-überall")]
    public void What_is_no_token_serves_no_page(string token)
    {
        Assert.NotNull(AccessToken.Refusal(token));
        Assert.Throws<ArgumentException>(() => ElegansServer.Build(new ServerOptions { Token = token }, DataFolder.Open(folder["other"])));
    }

    private static async Task<HttpStatusCode> Status(HttpClient visitor, string address) =>
        (await visitor.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
            .StatusCode;

    private static async Task<HttpStatusCode> Guess(HttpClient visitor, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/jobs");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await visitor.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }

    private static async Task<string> Curl(params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
