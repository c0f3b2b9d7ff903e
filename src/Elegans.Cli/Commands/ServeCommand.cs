using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Elegans.CommandLine;
using Elegans.Server;
using Elegans.Server.Gates;
using Elegans.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ByteSize = Elegans.Server.ByteSize;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans serve</c>: the page in the browser.</summary>
internal static class ServeCommand
{
    private const string TokenVariable = "ELEGANS_TOKEN";
    private static readonly ServerOptions Defaults = new();

    internal static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "The port; 0 takes a free one.",
            HelpName = "N",
            CustomParser = WholeNumber.Between(0, ushort.MaxValue),
            DefaultValueFactory = _ => Defaults.Port,
        };
        var address = new Option<string>("--address")
        {
            Description = "The address to listen on. Other machines reach the page under any but this machine's own.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => Defaults.Address.ToString(),
        };
        var token = new Option<string?>("--token")
        {
            Description = $"The token visitors need. Other accounts of this machine can read it here; {TokenVariable} in the environment hides it. "
                + "Default: the one in the data folder, drawn when that is made.",
            HelpName = "TOKEN",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Where movies and results are kept: a new or empty folder, or one used before. Default: in the user's data folder.",
            HelpName = "FOLDER",
        };
        Option<long?> maxUpload = Size("--most-upload", $"The greatest upload, such as 500MB or 20GB. Default: {ByteSize.Text(Defaults.MaxUploadBytes)}.");
        Option<long?> maxDisk = Size("--most-disk", "What movies and results may take together, such as 50GB. Default: what the disk has.");
        var keep = new Option<TimeSpan?>("--keep")
        {
            Description = "How long a movie is kept after it came, such as 12h, 30d or 8w. Default: until somebody removes it.",
            HelpName = "TIME",
            CustomParser = result => Parse(result, RetentionTime.Parse, "is no time; write 12h, 30d or 8w, with a point where there are fractions."),
        };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Do not open the browser." };
        address.Validators.Add(result =>
        {
            if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out _))
                result.AddError("--address must be an IP address, such as 127.0.0.1 or 0.0.0.0.");
        });
        token.Validators.Add(result =>
        {
            if (AccessToken.Refusal(result.GetValueOrDefault<string?>()) is { } refusal) result.AddError($"--token cannot be used. {refusal}");
        });
        var command = new GuidedCommand(
            "serve",
            """
            Serve the page: drop a movie into the browser and see its curves grow.

            Listens on this machine only unless asked otherwise. The address that is printed holds a token; the browser is opened
            with it, and nobody comes in without. Movies wait in a queue, are decoded in a process of their own, and are kept with
            their results until they are removed. Ctrl-C ends it; what was being read is read again next time. Started again on a
            folder that is served already, it opens the page of the server that runs.

            The HTTP interface behind the page is described in /openapi.json. Programs send the token with every request, as
            'Authorization: Bearer TOKEN'; it lies in the file 'token' of the data folder.

            Examples:
              elegans serve
              elegans serve --port 8080 --no-browser --data /data/embryos --most-disk 500GB --keep 30d
              ELEGANS_TOKEN=a-long-secret elegans serve --address 0.0.0.0

            Exit codes: 0 ended, or the page of the server that runs was opened; 2 wrong usage; 5 the data folder cannot be used,
            or the address cannot be listened on.
            """) { port, address, token, data, maxUpload, maxDisk, keep, noBrowser };
        command.SetAction(async (parsed, cancellation) =>
        {
            PrivateFiles.ByDefault();
            TextWriter output = parsed.InvocationConfiguration.Output;
            string? given = parsed.GetValue(token) ?? FromEnvironment();
            DataFolder folder;
            try
            {
                folder = DataFolder.Open(parsed.GetValue(data) ?? DefaultFolder());
            }
            catch (DataFolderInUseException inUse)
            {
                if (inUse.Server is not { } other || await other.AskForTicket(cancellation) is not { } ticket) throw;
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    "elegans: this data folder is served already, at the address below; stop that server before you change its options.");
                await Show(output, other, parsed.GetValue(noBrowser) ? null : ticket);
                return ExitCode.Done;
            }

            var options = new ServerOptions
            {
                Address = IPAddress.Parse(parsed.GetRequiredValue(address)),
                Port = parsed.GetValue(port),
                Token = given ?? folder.ReadOrMakeToken(),
                MaxUploadBytes = parsed.GetValue(maxUpload) ?? Defaults.MaxUploadBytes,
                MaxDiskBytes = parsed.GetValue(maxDisk),
                KeepFor = parsed.GetValue(keep),
            };
            await using WebApplication app = ElegansServer.Build(options, folder);
            try
            {
                await app.StartAsync(cancellation);
            }
            catch (Exception exception) when (Unreachable(exception) is { } why)
            {
                throw new IOException($"{options.Address}:{options.Port} cannot be listened on: {why}", exception);
            }

            string? once = parsed.GetValue(noBrowser) ? null : app.Services.GetRequiredService<Tickets>().Issue().Value;
            await Show(output, new AnnouncedServer(ElegansServer.AddressOf(app), options.Token), once);
            await app.WaitForShutdownAsync(cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<long?> Size(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result => Parse(
            result, ByteSize.Parse, "is no size; write a number of bytes, or 500MB, 20GB, 1.5TB, with a point where there are fractions."),
    };

    private static T? Parse<T>(ArgumentResult result, Func<string?, T?> parse, string otherwise)
        where T : struct
    {
        string text = result.Tokens is [{ Value: var only }] ? only : "";
        T? value = parse(text);
        if (value is null) result.AddError($"'{text}' {otherwise}");
        return value;
    }

    private static string? FromEnvironment()
    {
        string? token = Environment.GetEnvironmentVariable(TokenVariable);
        if (string.IsNullOrEmpty(token)) return null;
        return AccessToken.Refusal(token) is { } refusal ? throw new UsageException($"{TokenVariable} cannot be used. {refusal}") : token;
    }

    /// <summary>Beside what else Elegans keeps; where movies were kept there before, they are found again.</summary>
    private static string DefaultFolder()
    {
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (local.Length == 0) throw new DataFolderException("This account has no folder for data of its own; name one with --data.");
        string elegans = Path.Combine(local, "elegans");
        return File.Exists(Path.Combine(elegans, "jobs.sqlite")) ? elegans : Path.Combine(elegans, "serve");
    }

    /// <summary>Why an address cannot be listened on; null where something else is wrong.</summary>
    private static string? Unreachable(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is not SocketException socket) continue;
            return socket.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another program listens there. Give another --port, or 0 for a free one.",
                SocketError.AccessDenied => "this account may not; ports below 1024 are the system's. Give another --port, or 0 for a free one.",
                SocketError.AddressNotAvailable => "this machine has no such address. Give another --address.",
                _ => $"{socket.Message}.",
            };
        }

        return exception is IOException ? exception.Message : null;
    }

    /// <summary>
    /// Prints the address that lets a person in, and opens the browser with one that does so once: other accounts can read
    /// what a browser is started with.
    /// </summary>
    private static async Task Show(TextWriter output, AnnouncedServer server, string? ticket)
    {
        await output.WriteLineAsync(server.Page.ToString());
        await output.FlushAsync();
        if (ticket is not null) OpenBrowser(server.PageOnce(ticket).ToString());
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
