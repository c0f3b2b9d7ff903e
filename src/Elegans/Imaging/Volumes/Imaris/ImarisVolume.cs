using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace Elegans.Imaging.Volumes.Imaris;

/// <summary>The full resolution of an Imaris file as a volume. Every time point and channel is a dataset of its own.</summary>
internal sealed class ImarisVolume : Volume
{
    private readonly NativeFile file;
    private readonly ImarisLayout layout;

    /// <summary>The dataset that was read last: the chunks of one follow each other.</summary>
    private (string Name, NativeDataset Data)? last;

    /// <summary>Opens the file.</summary>
    internal ImarisVolume(string path, ImarisLayout layout)
    {
        this.layout = layout;
        file = Hdf5.Ask(path, () => H5File.OpenRead(path));
    }

    /// <inheritdoc/>
    internal override VolumeSize Size => layout.Size;

    /// <inheritdoc/>
    internal override VolumeSize Chunk => layout.Chunk;

    /// <inheritdoc/>
    internal override SampleType Type => layout.Type;

    /// <inheritdoc/>
    internal override VolumeBlock? Decode(VolumeSize chunk)
    {
        string name = ImarisLayout.NameOf(chunk.T, chunk.C);
        VolumeSize shape = Chunk;
        return Hdf5.AskPart<VolumeBlock?>(FormattableString.Invariant($"time point {chunk.T}, channel {chunk.C}"), () =>
        {
            if (Find(name) is not { } data) return null;
            if (ImarisLayout.TypeOf(data) != Type) throw new InvalidDataException("its samples are of another type than those before.");
            ulong[] sizes = data.Space.Dimensions;
            if (sizes.Length != 3 || sizes[0] < (ulong)Size.Z || sizes[1] < (ulong)Size.Y || sizes[2] < (ulong)Size.X)
                throw new InvalidDataException("it is smaller than those before.");
            ulong[] begin = [(ulong)chunk.Z * (ulong)shape.Z, (ulong)chunk.Y * (ulong)shape.Y, (ulong)chunk.X * (ulong)shape.X];
            int[] part = [.. new[] { shape.Z, shape.Y, shape.X }.Select((most, axis) => (int)Math.Min((ulong)most, sizes[axis] - begin[axis]))];
            byte[] samples = GC.AllocateUninitializedArray<byte>(part[0] * part[1] * part[2] * BrightestPlane.BytesOf(Type));
            data.Read<byte>(samples.AsSpan(), new HyperslabSelection(3, begin, [.. part.Select(size => (ulong)size)]));
            return new VolumeBlock(samples, new VolumeSize(1, 1, part[0], part[1], part[2]));
        });
    }

    private NativeDataset? Find(string name)
    {
        if (last?.Name == name) return last.Value.Data;
        if (!file.LinkExists(name)) return null;
        last = (name, (NativeDataset)file.Dataset(name));
        return last.Value.Data;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        file.Dispose();
        base.Dispose();
    }
}
