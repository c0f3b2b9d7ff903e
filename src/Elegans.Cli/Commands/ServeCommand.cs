using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Elegans.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans serve</c>: the page in the browser.</summary>
internal static class ServeCommand
{
    private const int TokenLength = 32;

    internal static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The port; 0 takes a free one.", HelpName = "N", DefaultValueFactory = _ => new ServerOptions { DataFolder = "" }.Port };
        var address = new Option<string>("--address") { Description = "The address to listen on. Other than this machine's own, a token is asked for.", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
        var token = new Option<string?>("--token") { Description = "The token visitors need. Default: none on this machine only, otherwise one that is drawn and printed.", HelpName = "TOKEN" };
        var data = new Option<string?>("--data") { Description = "Where movies and results are kept until they are removed. Default: the user's data folder.", HelpName = "FOLDER" };
        var mostUpload = new Option<long>("--most-upload") { Description = "The greatest upload in bytes.", HelpName = "N", DefaultValueFactory = _ => new ServerOptions { DataFolder = "" }.MostUploadBytes };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Do not open the browser." };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError("--port must be between 0 and 65535.");
        });
        address.Validators.Add(result =>
        {
            if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out _)) result.AddError("--address must be an IP address, such as 127.0.0.1 or 0.0.0.0.");
        });
        var command = new GuidedCommand(
            "serve",
            """
            Serve the page: drop a movie into the browser and see its curves grow.

            Listens on this machine only unless told otherwise. Movies wait in a queue, are decoded in a process of their own, and
            are kept with their results until they are removed. The HTTP interface behind the page is described in /openapi.json.
            Ctrl-C ends it; what was being read is read again next time.

            Examples:
              elegans serve
              elegans serve --port 8080 --no-browser --data /data/embryos
              elegans serve --address 0.0.0.0 --token a-long-secret
            """) { port, address, token, data, mostUpload, noBrowser };
        command.SetAction(async (parsed, cancellation) =>
        {
            IPAddress listen = IPAddress.Parse(parsed.GetRequiredValue(address));
            var options = new ServerOptions
            {
                Address = listen,
                Port = parsed.GetValue(port),
                DataFolder = parsed.GetValue(data) ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "elegans"),
                Token = parsed.GetValue(token) ?? (IPAddress.IsLoopback(listen) ? null : RandomNumberGenerator.GetHexString(TokenLength, lowercase: true)),
                MostUploadBytes = parsed.GetValue(mostUpload),
            };
            await using WebApplication app = ElegansServer.Build(options);
            try
            {
                await app.StartAsync(cancellation);
            }
            catch (IOException exception)
            {
                throw new IOException($"{options.Address}:{options.Port} cannot be listened on: {exception.Message} Give another --port, or 0 for a free one.", exception);
            }

            string page = $"{ElegansServer.AddressOf(app)}{(options.Token is null ? "" : $"?token={Uri.EscapeDataString(options.Token)}")}";
            TextWriter output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(page);
            await output.FlushAsync(cancellation);
            if (!parsed.GetValue(noBrowser)) OpenBrowser(page);
            await app.WaitForShutdownAsync(cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static void OpenBrowser(string page)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(page) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or PlatformNotSupportedException or FileNotFoundException)
        {
            // No browser here: the address is printed.
        }
    }
}
