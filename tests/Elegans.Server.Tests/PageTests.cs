using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Tests;
using Microsoft.Playwright;

namespace Elegans.Server.Tests;

/// <summary>The page in a real browser: Debian's Chromium, without a window. Screenshots of every step go to artifacts/screenshots.</summary>
[Collection(nameof(HttpTests))]
public sealed class PageTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private readonly TemporaryFolder folder = new();
    private readonly List<string> requested = [], complaints = [];
    private RunningServer server = null!;
    private IPlaywright? playwright;
    private IBrowser browser = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no {Chromium}: the page cannot be tried in a browser here.");
        server = await RunningServer.Start(folder.Path);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync"],
        });
        await Open(1280, ColorScheme.Light);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        if (server is not null) await server.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_sample_is_read_scrubbed_compared_with_its_track_and_downloaded()
    {
        await Sample();
        await Expect("#values tbody tr").ToContainTextAsync("predicted");
        // It played while it was read, to its end.
        await Assertions.Expect(page.Locator("#frame-number")).ToHaveTextAsync("frame 145");
        await page.Locator("#frame").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        for (int press = 0; press < 100; press++) await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("#frame-number")).ToHaveTextAsync("frame 100");
        int total = int.Parse(await page.Locator("#value-row td").Nth(7).InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(total, 150, 210); // frame 100 of the sample shows 180 cells
        Assert.Contains("frame 100", await page.Locator("#picture").GetAttributeAsync("alt") ?? "", StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("document.getElementById('picture').naturalWidth > 100"));

        await page.Locator("#file").SetInputFilesAsync(Repository.SampleNuclei);
        await Assertions.Expect(page.Locator("#verdict-text")).ToContainTextAsync("The track belongs to the movie", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#truth-row")).ToContainTextAsync("180");
        await Screenshot("compared-with-track");

        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Table (CSV)").ClickAsync());
        Assert.Equal("sample embryo.csv", download.SuggestedFilename);
        Assert.StartsWith("frame,A,E,M,P,C,D,Z,total", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.All(requested, address => Assert.StartsWith(server.Client.BaseAddress!.ToString(), address, StringComparison.Ordinal));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Hovering_the_curve_shows_the_frame_and_lineages_switch_on_and_off()
    {
        await Sample();
        LocatorBoundingBoxResult chart = (await page.Locator("#chart .u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(chart.X + (chart.Width / 2), chart.Y + (chart.Height / 2));
        await Assertions.Expect(page.Locator("#frame-number")).ToHaveTextAsync(Pattern("frame 7[0-9]$"));
        ILocator toggle = page.GetByRole(AriaRole.Button, new() { Name = "Curve of AB" });
        int before = await Series();
        await toggle.ClickAsync();
        Assert.Equal("false", await toggle.GetAttributeAsync("aria-pressed"));
        Assert.NotEqual(before, await Series());

        // What a canvas shows is only seen as pixels.
        Task<int> Series() => page.EvaluateAsync<int>(
            "[...document.querySelector('#chart canvas').getContext('2d').getImageData(0, 0, 400, 300).data]"
            + ".reduce((sum, value, i) => (sum * 31 + value) | 0, 7)");
    }

    [Fact]
    public async Task A_bad_file_is_told_where_it_stands_and_of_no_known_kind_at_once()
    {
        string bad = folder.Write("broken.mov", "no movie at all");
        await page.Locator("#file").SetInputFilesAsync(bad);
        await Assertions.Expect(page.Locator("#jobs .bad")).ToContainTextAsync("is not an image or movie that can be read", new() { Timeout = 30_000 });
        await page.Locator("#file").SetInputFilesAsync(folder.Write("notes.docx", "notes"));
        await Assertions.Expect(page.Locator("#message")).ToContainTextAsync("is of no kind that is read here");
        await Screenshot("bad-file");
    }

    [Fact]
    public async Task A_movie_is_cancelled_and_a_reload_finds_everything_as_it_was()
    {
        string longMovie = Path.Combine(folder.Path, "long.avi");
        IEnumerable<Imaging.MovieFrame> frames = Enumerable.Range(0, 30).SelectMany(_ => Imaging.FrameSource.Open(Repository.SampleMovie).Frames())
            .Select((frame, number) => frame with { Index = new FrameIndex(number) });
        Imaging.MovieWriter.Write(longMovie, frames, 10, cancellation: TestContext.Current.CancellationToken);
        await page.Locator("#file").SetInputFilesAsync(longMovie);
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("frames read", new() { Timeout = 30_000 });
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#view-title")).ToHaveTextAsync("long.avi");
        await Assertions.Expect(page.Locator("#frame")).ToHaveAttributeAsync("max", Pattern("^[0-9][0-9]+$"), new() { Timeout = 30_000 });
        await Screenshot("being-read");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel long.avi" }).ClickAsync();
        await Assertions.Expect(page.Locator("#jobs .what")).ToHaveTextAsync("cancelled", new() { Timeout = 10_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove long.avi" }).ClickAsync();
        await Assertions.Expect(page.Locator("#jobs li")).ToHaveCountAsync(0);
        Assert.Empty(await server.All());
    }

    [Fact]
    public async Task A_track_dropped_with_its_movie_is_compared_once_the_movie_is_read()
    {
        await page.Locator("#file").SetInputFilesAsync([Repository.SampleNuclei, Repository.SampleMovie]);
        await Assertions.Expect(page.Locator("#verdict-text")).ToContainTextAsync("The track belongs to the movie", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#truth-row")).ToBeVisibleAsync();
        Assert.Equal("", await page.Locator("#message").InnerTextAsync());
    }

    [Fact]
    public async Task Tracks_dropped_with_several_movies_go_to_those_that_are_called_like_them()
    {
        string first = Copy(Repository.SampleMovie, "first.mp4"), second = Copy(Repository.SampleMovie, "second.mp4");
        string track = Copy(Repository.SampleNuclei, "CDsecond.csv.gz"), other = Copy(Repository.SampleNuclei, "CDother.csv.gz");
        await page.Locator("#file").SetInputFilesAsync([track, first, second, other]);
        await Assertions.Expect(page.Locator("#message")).ToContainTextAsync("CDother.csv.gz: several movies came with this track");
        for (int attempt = 0; attempt < 300 && (await server.All()).All(job => job.Compared is null); attempt++)
            await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal("second", Assert.Single(await server.All(), job => job.Compared is not null).Compared!.Embryo);
        Assert.NotNull((await server.All()).Single(job => job.Name == "second.mp4").Compared);

        string Copy(string file, string name) => folder.Write(name, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task Seven_tabs_share_one_stream_and_all_of_them_follow()
    {
        List<IPage> tabs = [page];
        while (tabs.Count < 7)
        {
            IPage tab = await page.Context.NewPageAsync();
            await tab.GotoAsync(server.Client.BaseAddress!.ToString());
            tabs.Add(tab);
        }

        // The last one can still load something: connections are left.
        Assert.Equal(200, await tabs[^1].EvaluateAsync<int>(
            "fetch('api/about', { cache: 'no-store', signal: AbortSignal.timeout(5000) }).then(answer => answer.status)"));
        Assert.Equal(1, server.Part<Jobs.JobEvents>().Listeners);
        _ = await server.Upload("seen-everywhere.png", await File.ReadAllBytesAsync(Repository.SampleImage, TestContext.Current.CancellationToken));
        foreach (IPage tab in tabs) await Assertions.Expect(tab.Locator("#jobs .what")).ToContainTextAsync("1 frame", new() { Timeout = 30_000 });

        // Looked at by nobody, there is no stream; looked at again, nothing was missed.
        foreach (IPage tab in tabs) await Show(tab, false);
        await Listeners(0);
        _ = await server.Upload("meanwhile.png", await File.ReadAllBytesAsync(Repository.SampleImage, TestContext.Current.CancellationToken));
        await Show(tabs[3], true);
        await Assertions.Expect(tabs[3].Locator("#jobs li")).ToHaveCountAsync(2);
        await Listeners(1);
        Assert.Empty(complaints);

        static Task Show(IPage tab, bool isVisible) => tab.EvaluateAsync(
            "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true }); "
            + "document.dispatchEvent(new Event('visibilitychange')); }",
            isVisible ? "visible" : "hidden");

        async Task Listeners(int expected)
        {
            for (int attempt = 0; attempt < 100 && server.Part<Jobs.JobEvents>().Listeners != expected; attempt++)
                await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.Equal(expected, server.Part<Jobs.JobEvents>().Listeners);
        }
    }

    [Fact]
    public async Task A_page_that_was_open_goes_on_when_the_server_is_started_again()
    {
        await Sample();
        (int port, string token) = (server.Client.BaseAddress!.Port, server.Token);
        await server.DisposeAsync();
        await Assertions.Expect(page.Locator("#message")).ToContainTextAsync("connection to Elegans is lost", new() { Timeout = 20_000 });
        server = await RunningServer.Start(folder.Path, options => options with { Port = port, Token = token });
        _ = await server.Upload("new.png", await File.ReadAllBytesAsync(Repository.SampleImage, TestContext.Current.CancellationToken));
        await Assertions.Expect(page.Locator("#jobs li")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("#message")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task The_token_leaves_the_address_and_the_page_says_how_much_is_kept()
    {
        Assert.Equal(server.Client.BaseAddress!.ToString(), page.Url);
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie"));
        await Assertions.Expect(page.Locator("#storage")).ToContainTextAsync("0.0 MB used");
        await Sample();
        await Assertions.Expect(page.Locator("#storage")).ToContainTextAsync(Pattern("^[1-9][0-9.]* MB used, .* free on the disk"));
    }

    [Fact]
    public async Task A_stranger_enters_the_token_by_hand()
    {
        await using IBrowserContext stranger = await browser.NewContextAsync();
        IPage locked = await stranger.NewPageAsync();
        await locked.GotoAsync(server.Client.BaseAddress!.ToString());
        await locked.GetByLabel("Token").FillAsync(server.Token);
        await locked.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(locked.Locator("#drop")).ToBeVisibleAsync();
        Assert.Equal(server.Client.BaseAddress!.ToString(), locked.Url);
    }

    [Fact]
    public async Task Several_movies_compare_by_frame_and_by_developmental_time()
    {
        await Sample();
        await Sample(2);
        foreach (ILocator tick in await page.Locator("#jobs input[type=checkbox]").AllAsync()) await tick.CheckAsync();
        await Assertions.Expect(page.Locator("#compare-legend li")).ToHaveCountAsync(2);
        await page.GetByLabel("developmental time").CheckAsync();
        await Assertions.Expect(page.Locator("#compare-chart canvas")).ToBeVisibleAsync();
        await page.Locator("#compare").ScrollIntoViewIfNeededAsync();
        await Screenshot("compared-movies");
    }

    [Fact]
    public async Task An_embryo_that_stops_dividing_is_shown_as_one_with_what_was_measured()
    {
        OpenCvSharp.Mat[] frames = [.. SampleFields.Frames(480, 320, new SampleFields.Place(240, 170))];
        await page.Locator("#file").SetInputFilesAsync(SampleFields.SaveStack(
            folder["stopped.tif"], [.. frames[..8], .. Enumerable.Range(0, 14).Select(_ => frames[7].Clone())]));
        await Assertions.Expect(page.Locator("#notes")).ToContainTextAsync("fewer cells than a normal embryo", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("fewer cells than a normal embryo");
        await page.Locator("#frame").FillAsync("21");
        await Assertions.Expect(page.Locator("#value-row")).ToContainTextAsync("ok; fewer cells than a normal embryo");
        await Assertions.Expect(page.Locator("#value-names")).ToContainTextAsync("measured");
        await Screenshot("stopped-embryo");
    }

    [Fact]
    public async Task Of_several_embryos_another_is_chosen_by_clicking_it_or_from_the_keyboard()
    {
        await page.Locator("#file").SetInputFilesAsync(SampleFields.SaveStack(
            folder["field.tif"], SampleFields.Frames(700, 260, new(180, 130), new(520, 130) { IsReversed = true })));
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("embryo 1 of 2", new() { Timeout = 60_000 });
        int first = await FirstTotal();
        await Screenshot("two-embryos");
        await page.GetByRole(AriaRole.Button, new() { Name = "Embryo 2 of 2" }).ClickAsync();
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("embryo 2 of 2", new() { Timeout = 60_000 });
        // The second runs backwards: it begins with many cells.
        Assert.True(await FirstTotal() > 10 * first);
        await page.GetByRole(AriaRole.Button, new() { Name = "Embryo 1 of 2" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("embryo 1 of 2", new() { Timeout = 60_000 });
        Assert.Equal(first, await FirstTotal());
        Assert.Empty(complaints);

        async Task<int> FirstTotal()
        {
            await page.Locator("#frame").FocusAsync();
            await page.Keyboard.PressAsync("Home");
            return int.Parse(await page.Locator("#value-row td").Nth(7).InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task Of_several_positions_another_is_chosen_from_the_keyboard()
    {
        OpenCvSharp.Mat[] frames = [.. SampleFields.Frames(480, 320, new SampleFields.Place(240, 170))];
        await page.Locator("#file").SetInputFilesAsync(SamplePositions.Save(folder["plate.ome.tif"], 480, frames, frames[^7..]));
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("15 frames; ", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("position 1 of 2");
        string first = (await page.Locator("#picture").GetAttributeAsync("src"))!;
        await page.GetByRole(AriaRole.Button, new() { Name = "Position 2" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("7 frames", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("position 2 of 2");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Position 2" })).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("#picture")).Not.ToHaveAttributeAsync("src", first);
        Assert.True(await page.EvaluateAsync<bool>("fetch(document.getElementById('picture').src).then(answer => answer.ok)"));
        await Screenshot("positions");
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task It_is_accessible_in_light_and_dark_wide_and_narrow(int width, ColorScheme scheme)
    {
        await Open(width, scheme);
        await Sample();
        await Screenshot($"page-{width}-{scheme}");
        AxeResult found = await page.RunAxe();
        Assert.Empty(found.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {violation.Nodes[0].Html}"));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private async Task Open(int width, ColorScheme scheme)
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            AcceptDownloads = true,
        });
        page = await context.NewPageAsync();
        page.Request += (_, request) => requested.Add(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(server.Page);
    }

    /// <summary>Has the sample read to its end.</summary>
    private async Task Sample(int number = 1)
    {
        await page.Locator("#sample").ClickAsync();
        await Assertions.Expect(page.Locator("#jobs li")).ToHaveCountAsync(number);
        await Assertions.Expect(page.Locator("#downloads")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("146 frames; 2 to");
    }

    private ILocatorAssertions Expect(string selector) => Assertions.Expect(page.Locator(selector).First);

    private async Task Screenshot(string name)
    {
        string picture = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = picture, FullPage = true });
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
