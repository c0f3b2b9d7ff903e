using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Simulation.Rendering;

/// <summary>
/// Renders a traced embryo as a microscope would show it: the maximum projection of histone-labelled nuclei
/// (Murray et al. 2012), with the counts exactly those of the track.
/// </summary>
/// <remarks>Immutable; safe for use by several threads. The same arguments and the same state of chance give the same frame.</remarks>
public sealed class EmbryoRenderer
{
    /// <summary>A polar body that has faded below this is not to be seen.</summary>
    private const float MinSeenBrightness = 0.25f;

    /// <summary>How much larger a nucleus is in prophase.</summary>
    private const float ProphaseRadius = 1.08f;

    private readonly EmbryoEnvelope envelope;
    private readonly CellLives lives;

    /// <summary>Prepares to render an embryo.</summary>
    /// <param name="track">Its nuclei.</param>
    public EmbryoRenderer(NucleiTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        Track = track;
        envelope = new EmbryoEnvelope(track);
        lives = new CellLives(track);
    }

    /// <summary>The embryo.</summary>
    public NucleiTrack Track { get; }

    /// <summary>Draws a view that shows this embryo.</summary>
    /// <param name="ranges">How freely it is placed.</param>
    /// <param name="random">Where chance comes from.</param>
    public View DrawView(ViewRanges ranges, Random random)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        return ranges.Draw(envelope, random);
    }

    /// <summary>Renders one time point.</summary>
    /// <param name="time">An annotated time point.</param>
    /// <param name="view">How the track's coordinates become pixels.</param>
    /// <param name="microscope">How nuclei look.</param>
    /// <param name="noise">Where the noise of this one frame comes from.</param>
    /// <returns>An 8-bit frame; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time point is not annotated.</exception>
    public NuclearImage Render(TimePoint time, View view, Microscope microscope, Random noise)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(microscope);
        ArgumentNullException.ThrowIfNull(noise);
        using var projection = new Mat(view.Height, view.Width, MatType.CV_32FC1, Scalar.All(0));
        Paint(projection, time, view, microscope, noise);
        var camera = new Camera(microscope, noise);
        return camera.Expose(projection, CellsAt(time), GlowRadius(view));
    }

    /// <summary>Where the embryo lies in a view: the ellipse its nuclei fill in the later half of its track.</summary>
    /// <param name="view">How the track's coordinates become pixels.</param>
    public EmbryoOutline OutlineIn(View view)
    {
        ArgumentNullException.ThrowIfNull(view);
        (double x, double y) = view.Project(envelope.CentreX, envelope.CentreY);
        (double fromX, double fromY) = view.Project(envelope.CentreX + 1, envelope.CentreY);
        (double toX, double toY) = view.Project(envelope.CentreX, envelope.CentreY + 1);
        (double ax, double ay, double bx, double by) = (fromX - x, fromY - y, toX - x, toY - y);
        (double xx, double xy, double yy) =
            new EmbryoOutline(0, 0, envelope.LongHalfAxis, envelope.ShortHalfAxis, EmbryoOutline.Upright(envelope.LongAxisAngle)).Spread();
        return EmbryoOutline.OfSpread(
            x,
            y,
            (ax * ax * xx) + (2 * ax * bx * xy) + (bx * bx * yy),
            (ax * ay * xx) + (((ax * by) + (bx * ay)) * xy) + (bx * by * yy),
            (ay * ay * xx) + (2 * ay * by * xy) + (by * by * yy));
    }

    /// <summary>Paints the light of one time point onto a projection, before any camera.</summary>
    internal void Paint(Mat projection, TimePoint time, View view, Microscope microscope, Random noise)
    {
        IReadOnlyList<Nucleus> nuclei = Track.NucleiAt(time);
        var canvas = new ProjectionCanvas(projection, microscope, new NormalNoise(noise));
        if (microscope.Haze > 0) AddHaze(canvas, view, microscope.Haze);
        foreach (Nucleus nucleus in nuclei) canvas.Add(BlobOf(nucleus, time, view, microscope).Blob);
        AddSpecks(canvas, view, microscope);
        foreach (PolarBody body in PolarBodiesAt(time, microscope)) Add(canvas, body, view);
    }

    /// <summary>What <see cref="Paint"/> paints at a time point but debris, with its truth.</summary>
    internal IEnumerable<PlacedNucleus> NucleiIn(TimePoint time, View view, Microscope microscope)
    {
        foreach (Nucleus nucleus in Track.NucleiAt(time))
        {
            (Blob blob, bool isCondensed) = BlobOf(nucleus, time, view, microscope);
            yield return new PlacedNucleus(
                blob.X, blob.Y, nucleus.Diameter * view.Scale, isCondensed ? NucleusKind.Dividing : NucleusKind.Interphase);
        }

        foreach (PolarBody body in PolarBodiesAt(time, microscope).Where(body => body.Brightness >= MinSeenBrightness))
        {
            (double x, double y) = view.Project(body.X, body.Y);
            yield return new PlacedNucleus(x, y, 2 * body.Radius * view.Scale, NucleusKind.PolarBody);
        }
    }

    /// <summary>The polar bodies of a specimen at a time point.</summary>
    internal IEnumerable<PolarBody> PolarBodiesAt(TimePoint time, Microscope microscope) =>
        PolarBody.Of(envelope, microscope, time.Value, CellsAt(time), ChanceOf(microscope, "polar bodies"));

    /// <summary>The cells that the exposure follows.</summary>
    internal int CellsAt(TimePoint time) => Track.CountsAt(time)?.Total ?? 0;

    internal double GlowRadius(View view) => 0.12 * envelope.ShortHalfAxis * view.Scale;

    private static Random ChanceOf(Microscope microscope, string what)
    {
        // Not string.GetHashCode: that differs from run to run. This is FNV-1a (Fowler, Noll and Vo).
        uint hash = 2166136261 ^ (uint)microscope.Seed;
        foreach (char letter in what) hash = unchecked((hash ^ letter) * 16777619);
        return new Random((int)(hash & int.MaxValue));
    }

    private (Blob Blob, bool IsCondensed) BlobOf(Nucleus nucleus, TimePoint time, View view, Microscope microscope)
    {
        Random chance = ChanceOf(microscope, nucleus.Cell);
        float brightness = (nucleus.Lineage is { } lineage ? microscope.LineageBrightness[(int)lineage] : 0.5f) * Shading(nucleus, microscope);
        brightness *= MathF.Exp(microscope.NucleusVariation * NormalNoise.Draw(chance));
        if (microscope.ReporterBleed > 0) brightness += microscope.ReporterBleed * Math.Clamp(nucleus.Reporter / 4000, 0, 1.5f);
        float radius = nucleus.Diameter / 2 * (float)view.Scale * microscope.RadiusShare * MathF.Exp(microscope.RadiusVariation * NormalNoise.Draw(chance));
        // A newborn nucleus is small and grows for some minutes; annotated diameters do not show that.
        if (lives.SinceBirth(nucleus.Cell, time) is { } age) radius *= 1 - ((1 - microscope.NewbornRadius) * MathF.Exp(-age / microscope.GrowthTime));
        bool isProphase = IsProphase(nucleus, time, microscope);
        if (isProphase) radius *= ProphaseRadius;
        float along = radius, across = radius * (1 - (0.15f * chance.NextSingle())), angle = chance.NextSingle() * MathF.PI;
        bool isCondensed = false;
        if (Plate(nucleus, time, view, microscope, chance) is { } plate)
        {
            isCondensed = true;
            (along, across) = (radius * plate.Length, radius * plate.Thickness);
            angle = plate.Angle ?? angle;
            brightness *= microscope.MitosisBrightness;
        }

        (double x, double y) = view.Project(nucleus.X, nucleus.Y);
        return (new Blob((float)x, (float)y, along, across, angle, brightness, isProphase ? microscope.ProphaseMottling : 0), isCondensed);
    }

    /// <summary>Whether chromosomes condense before the plate forms: the nucleus is at its largest, and mottled.</summary>
    private bool IsProphase(Nucleus nucleus, TimePoint time, Microscope microscope) => lives.UntilDivision(nucleus.Cell, time) is { } until
        && until + 0.5 >= microscope.MitosisDuration && until + 0.5 < microscope.MitosisDuration + microscope.ProphaseDuration;

    /// <summary>The chromosome plate of a nucleus that is about to divide or was just born: it stands across the line of division.</summary>
    private (float Length, float Thickness, float? Angle)? Plate(Nucleus nucleus, TimePoint time, View view, Microscope microscope, Random chance)
    {
        bool dividing = lives.UntilDivision(nucleus.Cell, time) is { } until && until + 0.5 < microscope.MitosisDuration;
        bool justBorn = lives.SinceBirth(nucleus.Cell, time) is { } since && since + 0.5 < microscope.MitosisDuration;
        float length = 0.6f + (0.3f * chance.NextSingle()), thickness = 0.28f + (0.27f * chance.NextSingle()), tilt = 0.3f * NormalNoise.Draw(chance);
        if (chance.NextDouble() >= microscope.MitosisChance || !(dividing || justBorn)) return null;
        if (!dividing) (length, thickness) = (length + 0.3f, thickness + 0.3f);
        string? mother = dividing ? nucleus.Cell : LineageTree.MotherOf(nucleus.Cell);
        if (mother is null || lives.DivisionAxis(mother) is not { } axis) return (length, thickness, null);
        (double fromX, double fromY) = view.Project(nucleus.X, nucleus.Y);
        (double toX, double toY) = view.Project(nucleus.X + axis.X, nucleus.Y + axis.Y);
        return (length, thickness, (float)Math.Atan2(toY - fromY, toX - fromX) + (MathF.PI / 2) + tilt);
    }

    /// <summary>Brightness from where the nucleus lies: the middle of the projection and the far side are dimmer.</summary>
    private float Shading(Nucleus nucleus, Microscope microscope)
    {
        float eccentricity = Math.Clamp((float)envelope.Eccentricity(nucleus.X, nucleus.Y), 0, 1);
        float overMiddle = microscope.CentreBrightness + ((1 - microscope.CentreBrightness) * eccentricity * eccentricity);
        float depth = envelope.Depth(nucleus.Z);
        if (microscope.SeenFromBelow) depth = 1 - depth;
        float end = depth < 0.5f ? microscope.NearBrightness : microscope.FarBrightness, away = MathF.Abs((2 * depth) - 1);
        return overMiddle * (1 + ((end - 1) * away * away));
    }

    private void AddHaze(ProjectionCanvas canvas, View view, float haze)
    {
        (double x, double y) = view.Project(envelope.CentreX, envelope.CentreY);
        double angle = view.Angle + (view.Mirrored ? Math.PI - envelope.LongAxisAngle : envelope.LongAxisAngle);
        canvas.Add(new Blob(
            (float)x, (float)y, (float)(envelope.LongHalfAxis * view.Scale), (float)(envelope.ShortHalfAxis * view.Scale), (float)angle, haze));
    }

    private static void Add(ProjectionCanvas canvas, PolarBody body, View view)
    {
        (double x, double y) = view.Project(body.X, body.Y);
        float radius = (float)(body.Radius * view.Scale);
        canvas.Add(new Blob((float)x, (float)y, radius, radius * body.Flatness, body.Angle, body.Brightness));
    }

    private void AddSpecks(ProjectionCanvas canvas, View view, Microscope microscope)
    {
        Random chance = ChanceOf(microscope, "specks");
        for (int i = 0; i < microscope.Specks; i++)
        {
            // Most debris lies about the shell.
            double direction = chance.NextDouble() * 2 * Math.PI, distance = chance.Next(4) == 0 ? 0.3 + chance.NextDouble() : 0.75
                + (0.3 * chance.NextDouble());
            double along = distance * envelope.LongHalfAxis * Math.Cos(direction), across = distance * envelope.ShortHalfAxis * Math.Sin(direction);
            (double sine, double cosine) = Math.SinCos(envelope.LongAxisAngle);
            (double x, double y) = view.Project(
                envelope.CentreX + (cosine * along) - (sine * across), envelope.CentreY + (sine * along) + (cosine * across));
            float radius = (float)(microscope.SpeckRadius * envelope.ShortHalfAxis * view.Scale * (0.7 + (0.6 * chance.NextDouble())));
            float flat = radius * (0.5f + (0.5f * chance.NextSingle()));
            canvas.Add(new Blob((float)x, (float)y, radius, flat, chance.NextSingle() * MathF.PI, microscope.SpeckBrightness * (0.5f + chance.NextSingle())));
        }
    }
}
