using Elegans.Files;
using PureHDF;
using PureHDF.VOL.Native;

namespace Elegans.Imaging.Volumes.Imaris;

/// <summary>How large the full resolution of an Imaris file is, and how it is stored.</summary>
/// <param name="Size">Its size; the datasets are padded to whole chunks, and the padding does not count.</param>
/// <param name="Chunk">The size of a chunk.</param>
/// <param name="Type">What its samples are.</param>
internal sealed record ImarisLayout(VolumeSize Size, VolumeSize Chunk, SampleType Type)
{
    /// <summary>Where the full resolution is.</summary>
    internal const string FullResolution = "DataSet/ResolutionLevel 0";

    /// <summary>Microscopes have a handful of channels; a number of thousands is damage.</summary>
    private const int MaxChannels = 1000;

    /// <summary>The dataset of a time point and channel.</summary>
    internal static string NameOf(int time, int channel) => FormattableString.Invariant($"{FullResolution}/TimePoint {time}/Channel {channel}/Data");

    /// <summary>Finds the layout.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="limits">How much is read.</param>
    /// <exception cref="InputException">It has no pictures, is damaged, or of another kind.</exception>
    internal static ImarisLayout Of(string path, IH5Group file, InputLimits limits)
    {
        IH5Group full = (IH5Group)file.Get(FullResolution);
        int stored = full.Numbered("TimePoint "), told = file.Part("DataSetInfo")?.Part("TimeInfo")?.Count("DatasetTimePoints") ?? 0;
        limits.CheckCount(path, Math.Max(stored, told));
        // Any time point shows the layout; the first may be one that was lost.
        int first = Enumerable.Range(0, stored).FirstOrDefault(time => full.LinkExists(FormattableString.Invariant($"TimePoint {time}/Channel 0/Data")), -1);
        if (first < 0) throw new InputException(path, "holds no picture: none of its time points is stored; it may be a copy that was cut short.");
        var data = (NativeDataset)file.Dataset(NameOf(first, 0));
        ulong[] dimensions = data.Space.Dimensions;
        if (dimensions.Length != 3 || dimensions.Any(size => size is 0 or > int.MaxValue)) throw Damaged(path, "its pictures do not have three axes");
        IH5Group channel = (IH5Group)file.Get(FormattableString.Invariant($"{FullResolution}/TimePoint {first}/Channel 0"));
        IH5Group? image = file.Part("DataSetInfo")?.Part("Image");
        int[] sizes = [.. "ZYX".Select((axis, number) => channel.Count($"ImageSize{axis}") ?? image?.Count($"{axis}") ?? (int)dimensions[number])];
        for (int axis = 0; axis < sizes.Length; axis++)
            if ((ulong)sizes[axis] > dimensions[axis])
                throw Damaged(path, FormattableString.Invariant($"it claims {sizes[axis]} samples along an axis and stores {dimensions[axis]}"));
        int channels = full.Part(FormattableString.Invariant($"TimePoint {first}"))!.Numbered("Channel ");
        if (channels > MaxChannels) throw Damaged(path, FormattableString.Invariant($"it claims {channels} channels"));
        var size = new VolumeSize(Math.Max(stored, told), channels, sizes[0], sizes[1], sizes[2]);
        SampleType type = TypeOf(data)
            ?? throw new InputException(path,
            "has samples that are no grey levels of 8 or 16 bits and no real numbers of 32. Save it again with one of these, or as OME-TIFF.");
        VolumeSize chunk = ChunkOf(data, size);
        if (chunk.Samples * BrightestPlane.BytesOf(type) > VolumeDecoder.MaxChunkBytes)
            throw Damaged(path, "its chunks are larger than any that Imaris writes");
        return new ImarisLayout(size, chunk, type);
    }

    /// <summary>What the samples of a dataset are; null where they are none that Imaris writes.</summary>
    internal static SampleType? TypeOf(NativeDataset data) => data.Type switch
    {
        { Class: H5DataTypeClass.FixedPoint, Size: 1, FixedPoint.IsSigned: false } => SampleType.UInt8,
        { Class: H5DataTypeClass.FixedPoint, Size: 2, FixedPoint.IsSigned: false } => SampleType.UInt16,
        { Class: H5DataTypeClass.FloatingPoint, Size: 4 } => SampleType.Single,
        _ => null,
    };

    /// <summary>The size of a chunk; of a dataset that has none, slices of it.</summary>
    private static VolumeSize ChunkOf(NativeDataset data, VolumeSize size)
    {
        ulong[] told = data.Layout.Class == H5DataLayoutClass.Chunked ? data.Layout.Chunks : [];
        return told.Length == 3 && told.All(length => length is > 0 and <= int.MaxValue)
            ? new VolumeSize(1, 1, (int)told[0], (int)told[1], (int)told[2])
            : new VolumeSize(1, 1, 1, size.Y, size.X);
    }

    private static InputException Damaged(string path, string how) => new(path, $"is a damaged Imaris file: {how}. Copy it again from its source.");
}
