using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Elegans.Server.Jobs;

namespace Elegans.Server.Tests;

/// <summary>The program as users start, interrupt and misuse it.</summary>
[Collection(nameof(HttpTests))]
public sealed class ServeTests : IDisposable
{
    private const int FolderOrAddress = 5, Usage = 2;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_interrupt_ends_it_within_two_seconds_while_pages_are_open_and_uploads_come()
    {
        Signals.RequireInterrupts();
        using ServedProgram served = await ServedProgram.Start(folder["data"]);
        using HttpClient client = Client(served);
        using HttpResponseMessage stream =
            await client.GetAsync(new Uri("api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var slow = new SlowContent();
        Task upload = client.PostAsync(new Uri("api/jobs?name=slow.mp4", UriKind.Relative), slow, TestContext.Current.CancellationToken);
        await slow.Begun;
        var since = Stopwatch.StartNew();
        served.Send("INT");
        Assert.True(served.Process.WaitForExit(10_000), "It went on.");
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(2), $"It took {since.Elapsed}.");
        Assert.Equal((0, ""), (served.Process.ExitCode, served.Error));
        await Assert.ThrowsAnyAsync<Exception>(() => upload);
    }

    [Fact]
    public async Task An_interrupt_that_reaches_the_worker_too_is_no_crash_of_the_decoder()
    {
        Signals.RequireInterrupts();
        using ServedProgram served = await ServedProgram.Start(folder["data"]);
        using HttpClient client = Client(served);
        using ByteArrayContent movie = Content(Repository.SampleMovie);
        MovieJob job = await RunningServer.Read<MovieJob>(
            await client.PostAsync(new Uri("api/jobs?name=a.mp4", UriKind.Relative), movie, TestContext.Current.CancellationToken));
        bool isSent = false;
        while (!(job = await RunningServer.Read<MovieJob>(
            await client.GetAsync(new Uri($"api/jobs/{job.Id}", UriKind.Relative), TestContext.Current.CancellationToken))).IsOver)
        {
            // Ctrl-C goes to all processes of a terminal, in no order.
            if (job.FramesRead > 0 && !isSent)
            {
                using Process kill = Process.Start("pkill", ["-INT", "-P", $"{served.Process.Id}"]);
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
                isSent = kill.ExitCode == 0;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.True(isSent, "The movie was read before it could be interrupted.");
        Assert.Equal(JobState.Done, job.State);
    }

    [Fact]
    public async Task Started_again_on_the_same_folder_it_opens_the_page_of_the_first()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The browser is opened by xdg-open.");
        string opened = folder["opened"], programs = Directory.CreateDirectory(folder["bin"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(programs, "xdg-open"), $"#!/bin/sh\necho \"$1\" >> '{opened}'\n", TestContext.Current.CancellationToken);
        const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(programs, "xdg-open"), Program);
        var environment = new Dictionary<string, string> { ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}" };
        using ServedProgram first = await ServedProgram.Start(folder["data"], ["--port", "0"], environment);
        using ServedProgram second = await ServedProgram.Start(folder["data"], ["--port", "0"], environment);
        Assert.True(second.Process.WaitForExit(10_000), "The second serves too.");
        Assert.Equal((0, first.Page), (second.Process.ExitCode, second.Page));
        Assert.Contains("is served already", second.Error, StringComparison.Ordinal);
        string[] pages = [];
        for (int attempt = 0; attempt < 100 && pages.Length < 2; attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            if (File.Exists(opened)) pages = await File.ReadAllLinesAsync(opened, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, pages.Length);
        string token = first.Page!.Split("token=")[1];
        foreach (string page in pages)
        {
            // Other accounts see what a browser is started with.
            Assert.DoesNotContain(token, page, StringComparison.Ordinal);
            using var browser = new HttpClient();
            Assert.Contains("id=\"drop\"", await browser.GetStringAsync(new Uri(page), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            using var other = new HttpClient();
            Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync(new Uri(page), TestContext.Current.CancellationToken)).StatusCode);
        }
    }

    [Fact]
    public async Task Killed_it_leaves_no_lock_and_keeps_its_token()
    {
        using ServedProgram killed = await ServedProgram.Start(folder["data"]);
        killed.Process.Kill();
        await killed.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        using ServedProgram again = await ServedProgram.Start(folder["data"]);
        Assert.NotNull(again.Page);
        Assert.Equal(killed.Page!.Split("token=")[1], again.Page!.Split("token=")[1]);
        string kept = await File.ReadAllTextAsync(Path.Combine(folder["data"], "token"), TestContext.Current.CancellationToken);
        Assert.Equal(again.Page.Split("token=")[1], kept.Trim());
    }

    [Fact]
    public async Task What_it_writes_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows closes a user's folders itself.");
        using ServedProgram served = await ServedProgram.Start(folder["data"]);
        using HttpClient client = Client(served);
        using ByteArrayContent still = Content(Repository.SampleImage);
        _ = await client.PostAsync(new Uri("api/jobs?name=a.png", UriKind.Relative), still, TestContext.Current.CancellationToken);
        for (int attempt = 0; attempt < 300 && Files("counts.csv").Length == 0; attempt++) await Task.Delay(100, TestContext.Current.CancellationToken);
        string[] files = Files("*");
        Assert.Contains(files, file => file.EndsWith("counts.csv", StringComparison.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        foreach (string file in files) Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file)));

        string[] Files(string pattern) => Directory.GetFiles(folder["data"], pattern, SearchOption.AllDirectories);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line()
    {
        using ServedProgram first = await ServedProgram.Start(folder["data"]);
        string port = new Uri(first.Page!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Refuses(FolderOrAddress, "another program listens there", folder["other"], "--port", port);
        await Refuses(FolderOrAddress, "this machine has no such address", folder["other"], "--address", "192.0.2.1", "--port", "0");
    }

    [Fact]
    public async Task Odd_data_folders_are_one_line()
    {
        await Refuses(FolderOrAddress, "is not a folder", folder.Write("file", "text"));
        await Refuses(FolderOrAddress, "is not a folder", "/dev/null");
        await Refuses(FolderOrAddress, "cannot be used", Path.Combine(folder["file"], "below"));
        await Refuses(FolderOrAddress, "has no name", "");
        await Refuses(FolderOrAddress, "holds other files", folder.Path);
        File.CreateSymbolicLink(folder["nowhere"], "/nowhere/at/all");
        await Refuses(FolderOrAddress, "is not a folder", folder["nowhere"]);
        Directory.CreateDirectory(folder["damaged"]);
        await File.WriteAllTextAsync(Path.Combine(folder["damaged"], "elegans-serve.lock"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder["damaged"], "jobs.sqlite"), "this is no database, and long enough to be one: this is no database",
            TestContext.Current.CancellationToken);
        await Refuses(FolderOrAddress, "is damaged", folder["damaged"]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_line()
    {
        using SmallDisk disk = SmallDisk.Mount(folder["disk"], "1m", isReadOnly: true);
        await Refuses(FolderOrAddress, "cannot be used", disk.Path);
        await Refuses(FolderOrAddress, "cannot be used", Path.Combine(disk.Path, "new"));
    }

    [Theory]
    [InlineData("--token", "", "--token cannot be used")]
    [InlineData("--token", "short", "--token cannot be used")]
    [InlineData("--port", "70000", "--port must lie between 0 and 65535")]
    [InlineData("--most-disk", "1,5GB", "is no size")]
    [InlineData("--most-upload", "plenty", "is no size")]
    [InlineData("--keep", "30", "is no time")]
    [InlineData("--keep", "1,5d", "is no time")]
    [InlineData("--keep", "-1d", "is no time")]
    public async Task Options_that_mean_nothing_are_one_line(string option, string value, string expected) =>
        await Refuses(Usage, expected, folder["data"], option, value);

    [Theory]
    [InlineData("a-token-of-my-own", null, "a-token-of-my-own")]
    [InlineData("from-the-environment", "--token=from-the-option", "from-the-option")]
    public async Task The_token_may_come_from_the_environment(string variable, string? option, string expected)
    {
        string[] options = ["--no-browser", "--port", "0", .. option is null ? Array.Empty<string>() : [option]];
        using ServedProgram served = await ServedProgram.Start(folder["data"], options, new() { ["ELEGANS_TOKEN"] = variable });
        Assert.EndsWith($"?token={expected}", served.Page, StringComparison.Ordinal);
    }

    private static async Task Refuses(int code, string expected, string data, params string[] options)
    {
        using ServedProgram program = await ServedProgram.Start(data, ["--no-browser", .. options.Contains("--port") ? options : [.. options, "--port", "0"]]);
        Assert.True(program.Process.WaitForExit(10_000), $"It serves {data} with {string.Join(' ', options)}.");
        Assert.Equal(code, program.Process.ExitCode);
        Assert.StartsWith("elegans: ", program.Error, StringComparison.Ordinal);
        Assert.Contains(expected, program.Error, StringComparison.Ordinal);
        Assert.Single(program.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static HttpClient Client(ServedProgram served)
    {
        var page = new Uri(served.Page!);
        var client = new HttpClient { BaseAddress = new Uri(page.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", page.Query.Split('=')[1]);
        return client;
    }

    private static ByteArrayContent Content(string file)
    {
        var content = new ByteArrayContent(File.ReadAllBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    /// <summary>A movie that does not end.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal SlowContent() => Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        internal Task Begun => begun.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            while (true)
            {
                await stream.WriteAsync(new byte[1000], TestContext.Current.CancellationToken);
                await stream.FlushAsync(TestContext.Current.CancellationToken);
                _ = begun.TrySetResult();
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
