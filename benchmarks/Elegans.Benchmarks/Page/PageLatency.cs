using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Elegans.Benchmarks.Prediction;
using Elegans.Files;

namespace Elegans.Benchmarks.Page;

/// <summary>How long a visitor of the page waits: for the first points of a curve, and for anything at all while the queue is full.</summary>
internal sealed class PageLatency : IDisposable
{
    private const int LongMovie = 40_000;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(40);
    private readonly Process serve;
    private readonly HttpClient client;

    private PageLatency(PublishedTool tool)
    {
        serve = Process.Start(new ProcessStartInfo(tool.Program, ["serve", "--port", "0", "--no-browser", "--data", tool.Place("data")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        client = new HttpClient { BaseAddress = new Uri(serve.StandardOutput.ReadLine()!), Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>Measures with a movie, and writes what was found.</summary>
    internal static async Task Measure(string movie, int queued, TextWriter output)
    {
        using var tool = new PublishedTool();
        using var page = new PageLatency(tool);
        byte[] content = await File.ReadAllBytesAsync(movie);
        await Task.Delay(2000); // A visitor takes longer to find a movie to drop.
        for (int round = 0; round < 3; round++)
        {
            double waited = await page.FirstPoints(content);
            await output.WriteLineAsync(Text($"from the beginning of the upload to the first points of the curve: {waited:F0} ms"));
        }


        int frames = 0;
        foreach (Imaging.MovieFrame frame in Imaging.FrameSource.Open(movie).Frames())
        {
            frame.Dispose();
            frames++;
        }

        string longMovie = tool.Place("long.avi");
        RepeatedMovie.Write(movie, (LongMovie + frames - 1) / frames, longMovie);
        await page.Upload(await File.ReadAllBytesAsync(longMovie));
        for (int i = 0; i < queued; i++) await page.Upload(content);
        List<double> home = [], list = [], picture = [];
        string running = (await page.Jobs()).EnumerateArray().First(job => job.GetProperty("state").GetString() == "Running").GetProperty("id").GetString()!;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Watched)
        {
            home.Add(await page.Time(""));
            list.Add(await page.Time("api/jobs"));
            picture.Add(await page.Time($"api/jobs/{running}/pictures/10"));
            await Task.Delay(50);
        }

        await output.WriteLineAsync(Text($"while a movie of {LongMovie} frames is read and {queued} wait:"));
        foreach ((string name, List<double> times) in new[] { ("the page", home), ("the list of movies", list), ("a picture of a frame", picture) })
            await output.WriteLineAsync(
                Text($"  {name}: median {Quantile(times, 0.5):F1} ms, 99 of 100 within {Quantile(times, 0.99):F1} ms, longest {times.Max():F0} ms, of "
                + $"{times.Count}"));
        JsonElement read = (await page.Jobs()).EnumerateArray().First(job => job.GetProperty("id").GetString() == running);
        await output.WriteLineAsync(Text($"  frames read meanwhile: {read.GetProperty("framesRead").GetInt32() / watch.Elapsed.TotalSeconds:F0} a second"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        serve.Kill(entireProcessTree: true);
        serve.WaitForExit();
        serve.Dispose();
        client.Dispose();
    }

    private static string Text(ref InvariantText text) => text.ToStringAndClear();

    private static double Quantile(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));

    private async Task<double> FirstPoints(byte[] content)
    {
        using HttpResponseMessage events = await client.GetAsync(new Uri("api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        var watch = Stopwatch.StartNew();
        Task upload = Upload(content);
        double first = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (first == 0 && line.Contains("\"readings\":[", StringComparison.Ordinal)) first = watch.Elapsed.TotalMilliseconds;
            if (line.Contains("\"state\":\"Done\"", StringComparison.Ordinal)) break;
        }

        await upload;
        return first;
    }

    private async Task Upload(byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage response = await client.PostAsync(new Uri("api/jobs?name=movie.mov", UriKind.Relative), body);
        _ = response.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> Jobs() => JsonDocument.Parse(await client.GetStringAsync(new Uri("api/jobs", UriKind.Relative))).RootElement;

    private async Task<double> Time(string address)
    {
        var watch = Stopwatch.StartNew();
        _ = await client.GetByteArrayAsync(new Uri(address, UriKind.Relative));
        return watch.Elapsed.TotalMilliseconds;
    }
}
