using Microsoft.AspNetCore.Http;

namespace Elegans.Server.Endpoints;

/// <summary>Receives a file as the body of a request: beside its place first, then renamed.</summary>
internal static class Upload
{
    /// <summary>Browsers ask before they send this type to another site; a form cannot send it at all.</summary>
    private const string ContentType = "application/octet-stream";
    private const int MostNameLength = 200;

    /// <summary>What the owner calls a file, fit to be shown: a name without folders and control characters.</summary>
    internal static string NameOf(string? asked)
    {
        string name = string.Concat((asked ?? "").Split('/', '\\')[^1].Where(letter => !char.IsControl(letter))).Trim();
        return name.Length == 0 ? "unnamed" : name.Length > MostNameLength ? name[..(MostNameLength / 2)] + "…" + name[^(MostNameLength / 2)..] : name;
    }

    /// <summary>Why the body cannot be taken; null where it can.</summary>
    internal static IResult? Refusal(HttpRequest request, string name, IReadOnlySet<string> extensions)
    {
        if (request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) != true)
            return Results.Json(new Problem($"Send the file itself as the body, with 'Content-Type: {ContentType}'."), statusCode: StatusCodes.Status415UnsupportedMediaType);
        return extensions.Contains(Path.GetExtension(name)) ? null
            : Results.Json(new Problem($"'{name}' is of no kind that is read here; its name must end in {string.Join(", ", extensions)}."), statusCode: StatusCodes.Status415UnsupportedMediaType);
    }

    /// <summary>Takes the body.</summary>
    /// <returns>Its size, or why it was not taken.</returns>
    internal static async Task<(long Bytes, IResult? Refusal)> Receive(HttpRequest request, string path, CancellationToken cancellation)
    {
        string part = $"{path}.part";
        try
        {
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous)) await request.Body.CopyToAsync(file, cancellation);
            File.Move(part, path, overwrite: true);
            return (new FileInfo(path).Length, null);
        }
        catch (BadHttpRequestException exception)
        {
            return (0, Results.Json(new Problem(exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The file is larger than is taken here; 'elegans serve --most-upload' allows more." : exception.Message), statusCode: exception.StatusCode));
        }
        catch (IOException exception) when (exception is not Microsoft.AspNetCore.Connections.ConnectionResetException)
        {
            return (0, Results.Json(new Problem($"The file cannot be stored: {exception.Message}"), statusCode: StatusCodes.Status507InsufficientStorage));
        }
        finally
        {
            File.Delete(part);
        }
    }
}
