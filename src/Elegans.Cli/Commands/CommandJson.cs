using System.Text.Encodings.Web;
using System.Text.Json;

namespace Elegans.Cli.Commands;

/// <summary>How commands write JSON.</summary>
internal static class CommandJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
