using System.Diagnostics;
using System.Globalization;
using System.Text;
using Elegans.Files;
using Elegans.Imaging;

namespace Elegans.Cli.Inputs;

/// <summary>
/// What came through a pipe, in a temporary file of its own: decoders go back and forth in a movie, and a pipe does not. It is
/// gone when it is disposed; what a killed process left is removed by the next one.
/// </summary>
internal sealed class ReceivedFile : IDisposable
{
    /// <summary>How the name of a received table ends: no decoder of images takes it for one of its own.</summary>
    internal const string TableExtension = ".table";
    private const string FolderPrefix = "elegans-received-", LockName = "in-use";

    /// <summary>More is refused whatever the disk has, so that an endless pipe does not fill it.</summary>
    private const long MaxBytes = 64L << 30;
    private const int BufferSize = 1 << 17;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly DirectoryInfo folder;
    private readonly FileStream inUse;

    private ReceivedFile()
    {
        RemoveAbandoned();
        folder = Directory.CreateTempSubdirectory(FolderPrefix);
        inUse = new FileStream(System.IO.Path.Combine(folder.FullName, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Path = System.IO.Path.Combine(folder.FullName, "content");
    }

    /// <summary>The file; its name ends as its content is.</summary>
    internal string Path { get; private set; }

    /// <summary>Receives everything that comes through a pipe.</summary>
    /// <param name="named">The pipe as the user named it; <c>-</c> is standard input.</param>
    /// <param name="limits">How much may come, and how long it may take.</param>
    /// <param name="patience">How long nothing may come.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InputException">Nothing came, or too much, or it took too long.</exception>
    internal static ReceivedFile Receive(string named, InputLimits limits, TimeSpan patience, CancellationToken cancellation)
    {
        var file = new ReceivedFile();
        try
        {
            file.Fill(named, limits, patience, cancellation);
            file.NameByContent(named);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            inUse.Dispose();
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else removed it, or holds it open; the next run tries again.
        }
    }

    private static bool IsStandardInput(string named) => named == NamedInputs.StandardInput || OutputPlace.Of(named).Descriptor == 0;

    private void Fill(string named, InputLimits limits, TimeSpan patience, CancellationToken cancellation)
    {
        long most = Math.Min(Math.Min(limits.MaxBytes, MaxBytes), new DriveInfo(folder.FullName).AvailableFreeSpace / 2), bytes = 0;
        Exception? failure = null;
        using var done = new ManualResetEventSlim();
        bool givenUp = false;
        // To open and to read a pipe can wait for ever, and nothing but the other side ends that: a thread that the process does not wait for.
        var receiving = new Thread(() =>
        {
            try
            {
                using Stream source = IsStandardInput(named) ? Console.OpenStandardInput()
                    : new FileStream(named, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                using var content = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
                byte[] buffer = new byte[BufferSize];
                for (int read; !Volatile.Read(ref givenUp) && (read = source.Read(buffer)) > 0;)
                {
                    if (Interlocked.Add(ref bytes, read) > most) throw new InputException(
                        named, string.Create(CultureInfo.InvariantCulture,
                        $"brings more than {most} bytes, which is as much as is received through a pipe here; write it to a file first."));
                    content.Write(buffer, 0, read);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            try
            {
                done.Set();
            }
            catch (ObjectDisposedException)
            {
                // It was given up.
            }
        })
        { IsBackground = true };
        receiving.Start();
        try
        {
            Await(named, limits, patience, done, () => Interlocked.Read(ref bytes), cancellation);
        }
        catch
        {
            Volatile.Write(ref givenUp, true);
            Release(named);
            throw;
        }

        if (failure is InputException) throw new InputException(named, failure.Message[(named.Length + 2)..], failure);
        if (failure is UnauthorizedAccessException or IOException) throw new InputException(
            named, $"cannot be received into {System.IO.Path.GetTempPath()}: {failure.Message}", failure);
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
        if (bytes == 0) throw new InputException(named, "is empty: nothing came through the pipe.");
    }

    private static void Await(string named, InputLimits limits, TimeSpan patience, ManualResetEventSlim done, Func<long> bytes, CancellationToken cancellation)
    {
        var all = Stopwatch.StartNew();
        var silence = Stopwatch.StartNew();
        long before = 0;
        while (!done.Wait(Look, cancellation))
        {
            long now = bytes();
            if (now != before) silence.Restart();
            before = now;
            if (silence.Elapsed > patience)
            {
                throw new InputException(
                    named, string.Create(
                    CultureInfo.InvariantCulture, $"brought nothing for {patience.TotalSeconds} seconds{(now > 0 ? $" after {now} bytes" : "")} and was given "
                    + $"up; is something writing into that pipe?"));
            }

            if (all.Elapsed > limits.MaxTime) throw new InputException(
                named, string.Create(
                CultureInfo.InvariantCulture, $"took more than {limits.MaxTime.TotalSeconds} seconds to arrive and was given up after {now} bytes."));
        }
    }

    /// <summary>A named pipe that waits for a writer gets one for a moment, so that its thread ends.</summary>
    private static void Release(string named)
    {
        if (!OperatingSystem.IsLinux() || named == NamedInputs.StandardInput || FileKinds.Of(named) != FileKind.Pipe
            || OutputPlace.Of(named).Descriptor is not null) return;
        try
        {
            using var both = new FileStream(named, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It may be read only; then the thread waits until the process ends.
        }
    }

    /// <summary>A pipe's name says nothing of what came through it: the first bytes do.</summary>
    private void NameByContent(string named)
    {
        string stem = IsStandardInput(named) ? "stdin" : System.IO.Path.GetFileNameWithoutExtension(named);
        byte[] begin = new byte[512];
        int read;
        using (FileStream content = File.OpenRead(Path)) read = content.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        string path = System.IO.Path.Combine(folder.FullName, $"{stem}{ExtensionOf(begin.AsSpan(0, read))}");
        File.Move(Path, path);
        Path = path;
    }

    private static string ExtensionOf(ReadOnlySpan<byte> begin)
    {
        if (begin.StartsWith("II*\0"u8) || begin.StartsWith("MM\0*"u8) || begin.StartsWith("II+\0"u8) || begin.StartsWith("MM\0+"u8)) return ".tif";
        if (begin.StartsWith("RIFF"u8) && begin.Length >= 12 && begin[8..12].SequenceEqual("AVI "u8)) return ".avi";
        if (begin.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G'])) return ".png";
        if (begin.StartsWith<byte>([0xFF, 0xD8, 0xFF])) return ".jpg";
        if (begin.StartsWith("BM"u8) && begin.Contains((byte)0)) return ".bmp";
        if (begin.StartsWith<byte>([0x1F, 0x8B])) return ".gz";
        if (begin.StartsWith("PK\u0003\u0004"u8)) return ".zip";
        if (begin.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3])) return ".mkv";
        if (begin.StartsWith<byte>([0, 0, 1, 0xBA]) || begin.StartsWith<byte>([0, 0, 1, 0xB3])) return ".mpg";
        if (begin.Length >= 8 && Encoding.Latin1.GetString(begin[4..8]) is "ftyp" or "moov" or "mdat" or "wide" or "free" or "skip" or "pnot") return ".mp4";
        return begin.Contains((byte)0) ? "" : TableExtension;
    }

    /// <summary>What was left by processes that were killed: nobody holds its lock.</summary>
    private static void RemoveAbandoned()
    {
        foreach (string left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), $"{FolderPrefix}*"))
        {
            try
            {
                string held = System.IO.Path.Combine(left, LockName);
                // One that has no lock yet is just being made.
                if (!File.Exists(held)) continue;
                using (new FileStream(held, FileMode.Open, FileAccess.Write, FileShare.None)) Directory.Delete(left, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Held by another run, or another user's.
            }
        }
    }
}
