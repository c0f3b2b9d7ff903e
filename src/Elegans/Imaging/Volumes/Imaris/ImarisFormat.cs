using Elegans.Imaging.Sources;
using Elegans.Imaging.Volumes.Makers;
using PureHDF;
using PureHDF.VOL.Native;

namespace Elegans.Imaging.Volumes.Imaris;

/// <summary>
/// Imaris 5.5 files (.ims), which are HDF5. Written after Imaris' own description of the format; no file of an embryo that Imaris
/// wrote was at hand to try it on.
/// </summary>
/// <remarks>https://imaris.oxinst.com/support/imaris-file-format.</remarks>
internal sealed class ImarisFormat : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input) => input.Has(Hdf5.Signature) || input.Has(Hdf5.Signature, 512) || input.Has(Hdf5.Signature, 1024)
        || input.Has(Hdf5.Signature, 2048);

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options) => Hdf5.Ask(path, () =>
    {
        using NativeFile file = H5File.OpenRead(path);
        if (file.Part("DataSet")?.Part("ResolutionLevel 0") is null) throw MakersMessage.Of(InputSignature.Of(path), MakersFormats.Hdf5, isByContent: true);
        (_, SourceNote? position) = PositionChoice.Of(path, 1, options.Position);
        ImarisLayout layout = ImarisLayout.Of(path, file, options.Limits);
        IH5Group? told = file.Part("DataSetInfo"), image = told?.Part("Image");
        string[] names = [.. Enumerable.Range(0, layout.Size.C)
            .Select(channel => told?.Part(FormattableString.Invariant($"Channel {channel}"))?.Text("Name") ?? "")];
        (TimeSpan? interval, SourceNote? uneven) = ImarisTimes.Of(told?.Part("TimeInfo"), layout.Size.T);
        (FramePlan plan, SourceDescription description) = VolumeDecoder.Describe(path, new SourceDescription
        {
            Kind = SourceKind.Stack,
            Format = "Imaris (HDF5)",
            BitDepth = BrightestPlane.BytesOf(layout.Type) * 8,
            ChannelNames = names,
            FrameInterval = interval,
            FrameIntervalOrigin = interval is null ? null : "times of the time points (TimeInfo)",
            PixelSize = StepOf(image, 0, layout.Size.X),
            SliceSpacing = StepOf(image, 2, layout.Size.Z),
            Notes = [.. new[] { position, uneven }.OfType<SourceNote>()],
        }, layout.Size, layout.Chunk, options);
        int channel = StackChannelChoice.Of(path, layout.Size.C, names, options.StackChannel);
        return new VolumeDecoder(path, () => new ImarisVolume(path, layout), channel, plan, description);
    });

    /// <summary>What one sample takes along an axis, in micrometres; null where its extent is not given.</summary>
    private static double? StepOf(IH5Group? image, int axis, int samples)
    {
        double micrometres = image?.Text("Unit") switch
        {
            "um" or "µm" or "micron" or null or "" => 1,
            "nm" => 1e-3,
            "mm" => 1e3,
            "cm" => 1e4,
            "m" => 1e6,
            _ => double.NaN
        };
        double? extent = image?.Real(FormattableString.Invariant($"ExtMax{axis}")) - image?.Real(FormattableString.Invariant($"ExtMin{axis}"));
        return extent * micrometres / samples is { } step and > 0 && double.IsFinite(step) ? step : null;
    }
}
