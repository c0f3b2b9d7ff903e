using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Elegans.Server.Gates;

/// <summary>Which account of this machine is at the other end of a connection.</summary>
internal static class PeerAccount
{
    private const int LocalColumn = 1, RemoteColumn = 2, AccountColumn = 7;

    /// <summary>Whether the other end is a process of this account, or of root.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>Null where that cannot be known: on other systems than Linux, and where the other end is elsewhere.</returns>
    internal static bool? IsOurs(ConnectionInfo connection)
    {
        if (!OperatingSystem.IsLinux() || connection.RemoteIpAddress is not { } remote || connection.LocalIpAddress is not { } local) return null;
        try
        {
            // Seen from the other end, its address is the local one.
            HashSet<(string, string)> wanted = [.. Written(remote, connection.RemotePort).Zip(Written(local, connection.LocalPort))];
            foreach (string table in new[] { "/proc/net/tcp", "/proc/net/tcp6" })
            {
                if (!File.Exists(table)) continue;
                foreach (string line in File.ReadLines(table).Skip(1))
                {
                    string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    if (columns.Length > AccountColumn && wanted.Contains((columns[LocalColumn], columns[RemoteColumn])))
                        return columns[AccountColumn] == "0" || columns[AccountColumn] == Own();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No /proc here.
        }

        return null;
    }

    private static string? Own() =>
        File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t')[2];

    /// <summary>An end of a connection as the kernel lists it, in words of the processor's order: as IPv4 and as IPv6.</summary>
    private static IEnumerable<string> Written(IPAddress address, int port)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily == AddressFamily.InterNetwork) yield return Words(plain, port);
        else yield return "";
        yield return Words(plain.MapToIPv6(), port);
    }

    private static string Words(IPAddress address, int port)
    {
        byte[] bytes = address.GetAddressBytes();
        IEnumerable<string> words = bytes.Chunk(sizeof(uint)).Select(word => BitConverter.ToUInt32(word).ToString("X8", CultureInfo.InvariantCulture));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Concat(words)}:{port:X4}");
    }
}
