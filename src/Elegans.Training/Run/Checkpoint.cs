using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Elegans.Files;
using Elegans.Training.Networks;
using TorchSharp.Modules;

namespace Elegans.Training.Run;

/// <summary>
/// A run on disk: a zip of <see cref="TrainingState"/>, the running average of the weights and, to resume from, the network and the optimiser. It is
/// written beside its place and renamed, so that a file under that name is always whole.
/// </summary>
public static class Checkpoint
{
    private const string StateEntry = "state.json", NetworkEntry = "network.dat", AverageEntry = "average.dat", OptimiserEntry = "optimiser.dat";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Writes all that resuming needs.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="state">How far the run has come.</param>
    /// <param name="network">The network being trained.</param>
    /// <param name="average">The running average of its weights.</param>
    /// <param name="optimiser">The optimiser.</param>
    internal static void Save(string path, TrainingState state, ResNet18 network, ResNet18 average, OptimizerHelper optimiser) => Write(path, state, zip =>
    {
        Write(zip, NetworkEntry, entry => SaveNetwork(network, entry));
        Write(zip, AverageEntry, entry => SaveNetwork(average, entry));
        Write(zip, OptimiserEntry, entry =>
        {
            using var writer = new BinaryWriter(entry, Encoding.UTF8, leaveOpen: true);
            optimiser.save_state_dict(writer);
        });
    });

    /// <summary>Writes the averaged weights alone, a quarter of the size: they are what is exported.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="state">How far the run has come.</param>
    /// <param name="average">The running average of its weights.</param>
    internal static void SaveAverage(string path, TrainingState state, ResNet18 average) =>
        Write(path, state, zip => Write(zip, AverageEntry, entry => SaveNetwork(average, entry)));

    /// <summary>Reads how far a run has come.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <exception cref="InputException">It is missing, damaged, or of another version.</exception>
    public static TrainingState ReadState(string path) => Read(path, zip =>
    {
        using Stream stream = Entry(zip, StateEntry, path).Open();
        return JsonSerializer.Deserialize<TrainingState>(stream, Json) ?? throw new InputException(path, "holds no training state.");
    });

    /// <summary>Reads the averaged weights, which are the ones to export.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <exception cref="InputException">It is missing, damaged, or of another network.</exception>
    public static ResNet18 ReadAverage(string path) => Read(path, zip =>
    {
        using Stream stream = Entry(zip, StateEntry, path).Open();
        TrainingState? state = JsonSerializer.Deserialize<TrainingState>(stream, Json);
        var network = new ResNet18(findsNuclei: state?.Recipe.NucleusWeight > 0);
        LoadNetwork(zip, AverageEntry, network, path);
        network.eval();
        return network;
    });

    /// <summary>Reads the averaged weights of several runs and averages them once more. The runs must have started from the same weights.</summary>
    /// <param name="paths">The checkpoints.</param>
    /// <exception cref="InputException">One is missing, damaged, or of another network.</exception>
    public static ResNet18 ReadAverage(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ResNet18 mean = ReadAverage(paths[0]);
        for (int i = 1; i < paths.Count; i++)
        {
            using ResNet18 other = ReadAverage(paths[i]);
            mean.MoveTowards(other, 1.0 / (i + 1));
        }

        return mean;
    }

    /// <summary>Reads weights and, where it is there, the optimiser's state into existing objects.</summary>
    internal static void Restore(string path, ResNet18 network, ResNet18 average, OptimizerHelper optimiser) => Read(path, zip =>
    {
        LoadNetwork(zip, NetworkEntry, network, path);
        LoadNetwork(zip, AverageEntry, average, path);
        using var reader = new BinaryReader(InMemory(Entry(zip, OptimiserEntry, path)));
        optimiser.load_state_dict(reader);
        return true;
    });

    private static T Read<T>(string path, Func<ZipArchive, T> read)
    {
        if (!File.Exists(path)) throw new InputException(path, "does not exist; name a .checkpoint file that elegans-train wrote.");
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            return read(zip);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or EndOfStreamException or IOException)
        {
            throw new InputException(path, $"is not a whole checkpoint: {exception.Message}", exception);
        }
    }

    private static void Write(string path, TrainingState state, Action<ZipArchive> write) => OutputFile.Write(path, stream =>
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        Write(zip, StateEntry, entry => JsonSerializer.Serialize(entry, state, Json));
        write(zip);
    });

    private static void Write(ZipArchive zip, string name, Action<Stream> write)
    {
        // Weights hardly compress, and a checkpoint should not hold up training.
        using Stream stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        write(stream);
    }

    private static void SaveNetwork(ResNet18 network, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        _ = network.save(writer);
    }

    private static void LoadNetwork(ZipArchive zip, string name, ResNet18 network, string path)
    {
        using var reader = new BinaryReader(InMemory(Entry(zip, name, path)));
        try
        {
            _ = network.load(reader);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException
            or OverflowException or KeyNotFoundException or System.Runtime.InteropServices.ExternalException)
        {
            throw new InputException(path, $"holds weights of another network: {exception.Message}", exception);
        }
    }

    private static MemoryStream InMemory(ZipArchiveEntry entry)
    {
        var memory = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(memory);
        memory.Position = 0;
        return memory;
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name, string path) =>
        zip.GetEntry(name) ?? throw new InputException(path, $"is not a whole checkpoint: it has no {name}.");
}
