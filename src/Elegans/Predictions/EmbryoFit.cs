using Elegans.Embryos;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>Whether embryos lie in their frames as the network knows them, and what cannot be seen of one that does not.</summary>
/// <param name="input">The network's input.</param>
internal sealed class EmbryoFit(InputSpecification input)
{
    /// <summary>The network was trained on embryos that take this share of its input along the side they fill most.</summary>
    private const double MinSpan = 0.62, MaxSpan = 1.04;

    /// <summary>How far an embryo may lie from the middle, as a share of the side, and how far it may be turned: as in EPIC's movies.</summary>
    private const double MaxOffCentre = 0.12, MaxTurn = 15 * Math.PI / 180;

    /// <summary>An embryo with less of its outline inside the frame is cut off.</summary>
    private const double MinInside = 0.95;

    /// <summary>An embryo of which more lies behind or before others is overlapped.</summary>
    private const double MaxShared = 0.08;

    /// <summary>The share of whole frames in which the network must recognise nuclei.</summary>
    private const double MinRecognised = 0.1;

    /// <summary>How many looks are few, and how sure they must be.</summary>
    private const int FewLooks = 3;
    private const double MinStillConfidence = 0.75, MinSmallConfidence = 0.5, SmallShare = 0.45;

    /// <summary>
    /// Pixels of an embryo's length below which its nuclei cannot be told apart: of three real movies scaled down, the error of the total passes one and a
    /// half times that of the whole movie between 36 and 32 pixels (the page on the field of view, docs/field.md).
    /// </summary>
    internal const double MinLength = 36;

    /// <summary>Whether no embryo was found, and everything that is bright spans fewer pixels than one needs.</summary>
    internal static bool IsTooSmall(FieldOfView field) =>
        field.Embryos.IsEmpty && field.LightSpan * Math.Max(field.Width, field.Height) < MinLength;

    /// <summary>Whether whole frames can be read: nothing was found in them, or one embryo, placed as in EPIC's movies, and no writing.</summary>
    internal bool IsKnown(FieldOfView field)
    {
        if (field.HasWriting || field.Embryos.Length > 1) return false;
        if (field.Embryos.IsEmpty) return true;
        EmbryoOutline outline = field.Embryos[0].Middle;
        bool isUpright = field.Height > field.Width;
        (double width, double height) = isUpright ? (field.Height, field.Width) : (field.Width, field.Height);
        (double halfWidth, double halfHeight) = isUpright ? (outline.HalfHeight, outline.HalfWidth) : (outline.HalfWidth, outline.HalfHeight);
        double scale = Math.Min(input.Width / width, input.Height / height);
        double span = Math.Max(2 * halfWidth * scale / input.Width, 2 * halfHeight * scale / input.Height);
        double turn = Math.Abs(EmbryoOutline.Upright(isUpright ? outline.Angle - (Math.PI / 2) : outline.Angle));
        return span is >= MinSpan and <= MaxSpan && turn <= MaxTurn
            && Math.Abs((outline.CentreX / field.Width) - 0.5) <= MaxOffCentre && Math.Abs((outline.CentreY / field.Height) - 0.5) <= MaxOffCentre;
    }

    /// <summary>
    /// Whether what was found is to be believed beside what was read of whole frames. Where the network recognises nuclei in them, one or two looks must
    /// be sure: a few nuclei of an embryo that fills the frame look like a small embryo. Light that reaches beyond the frame is an embryo only where it
    /// recognises some, or it would make one of every pattern.
    /// </summary>
    /// <param name="field">What was found; one embryo or more.</param>
    /// <param name="whole">Readings of whole frames; none where they were not read.</param>
    /// <param name="looks">How many frames were looked at.</param>
    internal static bool IsBelieved(FieldOfView field, IReadOnlyCollection<FrameReading> whole, int looks)
    {
        if (whole.Count == 0) return true;
        double known = ShareKnown(whole);
        if (known >= MinRecognised && looks < FewLooks && field.Embryos.Any(embryo => embryo.Confidence < MinConfidenceOf(embryo, field))) return false;
        return known >= MinRecognised || field.Embryos.Any(embryo => embryo.Middle.ShareInside(field.Width, field.Height) >= MinInside);
    }

    /// <summary>An embryo that is small in its frame hides less well behind a few nuclei of one that fills it.</summary>
    private static double MinConfidenceOf(FollowedEmbryo embryo, FieldOfView field) =>
        embryo.Length < SmallShare * Math.Max(field.Width, field.Height) ? MinSmallConfidence : MinStillConfidence;

    /// <summary>The share of readings in which the network recognises nuclei.</summary>
    internal static double ShareKnown(IReadOnlyCollection<FrameReading> readings) =>
        readings.Count(reading => reading.ShowsNuclei || reading.Status == FrameStatus.TooSmall) / (double)Math.Max(1, readings.Count);

    /// <summary>The status of an embryo that was cut out of its frame: what is not seen of it goes before what was read.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="field">The field of view.</param>
    /// <param name="number">The embryo's place in it.</param>
    internal static FrameStatus StatusOf(FrameReading reading, FieldOfView field, int number)
    {
        if (!reading.ShowsNuclei) return reading.Status;
        EmbryoView view = field.ViewOf(number, reading.Frame);
        if (2 * view.Outline.LongHalfAxis < MinLength) return FrameStatus.TooSmall;
        if (view.Outline.ShareInside(field.Width, field.Height) < MinInside) return FrameStatus.CutOff;
        if (!field.IsExplained) return FrameStatus.Overlapping;
        return view.Others.Sum(other => other.AreaWith(view.Outline)) > MaxShared * view.Outline.Area ? FrameStatus.Overlapping : reading.Status;
    }
}
