using System.Text.Json;
using Elegans.Files;
using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>
/// OME-Zarr (NGFF) in a folder: version 0.4 and before on Zarr 2, version 0.5 on Zarr 3.
/// </summary>
/// <remarks>https://ngff.openmicroscopy.org/0.4/ and https://ngff.openmicroscopy.org/0.5/.</remarks>
internal sealed class OmeZarrFormat : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) => input.IsFolder && ZarrStore.IsStore(input.Path);

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options)
    {
        ZarrNode root = ZarrNode.Open(path, path)
            ?? throw new InputException(path, "is called like a Zarr store and has no description of one; it is empty, or a copy that was cut short.");
        IReadOnlyList<(ZarrNode Node, JsonElement? Multiscale)> images = OmeZarrImages.Of(root);
        (int position, SourceNote? note) = PositionChoice.Of(path, images.Count, options.Position);
        (ZarrNode image, JsonElement? multiscale) = images[position];
        JsonElement? dataset = multiscale.Member("datasets").Items() is [var first, ..] ? first : null;
        string largest = dataset.Member("path").Text() ?? throw new InputException(path, "has an image without 'datasets'; its description is damaged.");
        ZarrNode node = image.Child(largest)
            ?? throw new InputException(path, $"has no array '{largest}', which its description names; it may be a copy that was cut short.");
        ZarrArray array = ZarrArray.Of(node);
        OmeZarrAxes axes = OmeZarrAxes.Of(path, multiscale.Member("axes"));
        if (axes.Numbers.Count != array.Shape.Length)
            throw new InputException(path,
                FormattableString.Invariant($"tells of {axes.Numbers.Count} axes and has an array of {array.Shape.Length}; its description is damaged."));
        var volume = new ZarrVolume(path, array, axes.Numbers);
        double?[] scales = Scales(axes, multiscale, dataset);
        string[] names = [.. image.Ome.Member("omero").Member("channels").Items().Select(channel => channel.Member("label").Text() ?? "").Take(volume.Size.C)];
        TimeSpan? interval = Scale(axes, scales, 0) is { Value: var time, Unit: var unit } ? OmeZarrUnits.Time(time, unit) : null;
        string version = (image.Version == 3 ? image.Ome.Member("version").Text() : multiscale.Member("version").Text())
            ?? (image.Version == 3 ? "0.5" : "0.4");
        (FramePlan plan, SourceDescription description) = VolumeDecoder.Describe(path, new SourceDescription
        {
            Kind = SourceKind.Stack,
            Format = OneLine.Of($"OME-Zarr {version}"),
            BitDepth = array.Type.Bytes * 8,
            ChannelNames = names,
            Positions = images.Count,
            FrameInterval = interval,
            FrameIntervalOrigin = interval is null ? null : "scale of the time axis",
            PixelSize = Length(4),
            SliceSpacing = Length(2),
            Notes = note is null ? [] : [note],
        }, volume.Size, volume.Chunk, options);
        int channel = StackChannelChoice.Of(path, volume.Size.C, names, options.StackChannel);
        return new VolumeDecoder(path, () => new ZarrVolume(path, array, axes.Numbers), channel, plan, description);

        double? Length(int axis) => Scale(axes, scales, axis) is { Value: var value, Unit: var unit } ? OmeZarrUnits.Micrometres(value, unit) : null;
    }

    /// <summary>What one step along each axis is: the scale of the array, times that of the whole image.</summary>
    private static double?[] Scales(OmeZarrAxes axes, JsonElement? multiscale, JsonElement? dataset)
    {
        double?[] scales = [.. Enumerable.Repeat((double?)1, axes.Numbers.Count)];
        foreach (JsonElement? transformation in multiscale.Member("coordinateTransformations").Items()
            .Concat(dataset.Member("coordinateTransformations").Items()))
        {
            if (transformation.Member("type").Text() != "scale") continue;
            IReadOnlyList<JsonElement?> told = transformation.Member("scale").Items();
            for (int axis = 0; axis < scales.Length; axis++) scales[axis] *= axis < told.Count ? told[axis].Real() : null;
        }

        return scales;
    }

    private static (double Value, string? Unit)? Scale(OmeZarrAxes axes, double?[] scales, int axis)
    {
        for (int i = 0; i < scales.Length; i++)
            if (axes.Numbers[i] == axis && scales[i] is { } value) return (value, axes.Units[i]);
        return null;
    }
}
