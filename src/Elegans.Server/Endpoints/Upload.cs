using System.Buffers;
using Elegans.Server.Jobs;
using Elegans.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Elegans.Server.Endpoints;

/// <summary>Receives a file as the body of a request: beside its place first, then renamed.</summary>
internal static class Upload
{
    /// <summary>Browsers ask before they send this type to another site; a form cannot send it at all.</summary>
    private const string ContentType = "application/octet-stream";
    private const int MaxNameLength = 200, BufferBytes = 1 << 17;

    /// <summary>What the owner calls a file, fit to be shown: a name without folders and control characters.</summary>
    internal static string NameOf(string? asked)
    {
        string name = string.Concat((asked ?? "").Split('/', '\\')[^1].Where(letter => !char.IsControl(letter))).Trim();
        return name.Length == 0 ? "unnamed" : name.Length > MaxNameLength ? name[..(MaxNameLength / 2)] + "…" + name[^(MaxNameLength / 2)..] : name;
    }

    /// <summary>Why the body cannot be taken; null where it can.</summary>
    internal static IResult? Refusal(HttpRequest request, string name, IReadOnlySet<string> extensions)
    {
        if (request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) != true)
            return Refuse(StatusCodes.Status415UnsupportedMediaType, $"Send the file itself as the body, with 'Content-Type: {ContentType}'.");
        if (extensions.Contains(Path.GetExtension(name))) return null;
        string known = string.Join(", ", extensions);
        return Refuse(StatusCodes.Status415UnsupportedMediaType, $"'{name}' is of no kind that is read here; its name must end in {known}.");
    }

    /// <summary>Takes the body.</summary>
    /// <returns>Its size, or why it was not taken.</returns>
    internal static async Task<(long Bytes, IResult? Refusal)> Receive(
        HttpRequest request, string path, MovieJob job, JobStore store, CancellationToken cancellation)
    {
        string part = $"{path}.part";
        try
        {
            // What its length announces is refused before it is sent, or has its room from now on.
            long taken = request.ContentLength ?? 0;
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } max && taken > max) return (0, TooLarge());
            if (store.Take(job, taken) is { } full) return (0, NoRoom(full));
            long bytes = 0;
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                await using var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
                while (await request.Body.ReadAsync(buffer, cancellation) is > 0 and var read)
                {
                    bytes += read;
                    if (bytes > taken && store.Take(job, bytes - taken) is { } fullNow) return (0, NoRoom(fullNow));
                    taken = Math.Max(taken, bytes);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            File.Move(part, path, overwrite: true);
            return (bytes, null);
        }
        catch (BadHttpRequestException exception)
        {
            return (0, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge() : Refuse(exception.StatusCode, exception.Message));
        }
        catch (IOException exception) when (DiskErrors.IsFull(exception))
        {
            return (0, NoRoom(DiskBudget.Full));
        }
        catch (DirectoryNotFoundException)
        {
            return (0, JobEndpoints.NotThere());
        }
        finally
        {
            Discard(part);
        }
    }

    /// <summary>Says that there is no room.</summary>
    internal static IResult NoRoom(string reason) => Refuse(StatusCodes.Status507InsufficientStorage, reason);

    private static IResult TooLarge() => Refuse(StatusCodes.Status413PayloadTooLarge, "The file is larger than is taken here.");

    private static IResult Refuse(int code, string reason) => Results.Json(new Problem(reason), statusCode: code);

    private static void Discard(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (DirectoryNotFoundException)
        {
            // The job was removed while this came.
        }
    }
}
