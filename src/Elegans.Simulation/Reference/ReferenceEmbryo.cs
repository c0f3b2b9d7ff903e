using System.Numerics;
using Elegans.Annotation;
using Elegans.Files;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Reference;

/// <summary>
/// The wild-type embryo as statistics over EPIC's tracks (Murray et al. 2012): for every cell its time of birth, cycle
/// length, position and diameter, each with its spread. Embryos drawn from it all differ.
/// </summary>
/// <remarks>
/// Times are reference minutes: each embryo's time axis was shifted to 0 at 26 cells and scaled so that 170 cells fall
/// on the mean of all embryos. Positions are in embryo coordinates: embryos turned, scaled and shifted onto each other
/// (Horn 1987), in units of half the embryo's length. Rebuilt by <c>elegans-train reference</c>. Immutable.
/// </remarks>
public sealed class ReferenceEmbryo
{
    private const string Resource = "reference-embryo.csv";
    private static readonly Lazy<ReferenceEmbryo> Shipped = new(() =>
    {
        using Stream stream = typeof(ReferenceEmbryo).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The library was built without its reference embryo.");
        using var reader = new StreamReader(stream);
        return ReferenceTable.Read(Resource, reader);
    });

    private readonly Dictionary<string, ReferenceCell> cells;

    internal ReferenceEmbryo(IEnumerable<ReferenceCell> cells, int embryos, double end)
    {
        this.cells = cells.ToDictionary(cell => cell.Name, StringComparer.Ordinal);
        Embryos = embryos;
        End = end;
    }

    /// <summary>The reference embryo built into this library.</summary>
    public static ReferenceEmbryo BuiltIn => Shipped.Value;

    /// <summary>How many wild-type embryos it was computed from.</summary>
    public int Embryos { get; }

    /// <summary>Until when it is known, in reference minutes: then half the embryos were no longer traced.</summary>
    public double End { get; }

    /// <summary>The number of cells it knows.</summary>
    public int CellCount => cells.Count;

    internal IEnumerable<ReferenceCell> Cells => cells.Values;

    /// <summary>Writes the reference embryo as a table, whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    public void Save(string path) => OutputFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        ReferenceTable.Write(writer, this);
    });

    /// <summary>Draws an embryo with division times, positions and sizes of its own, traced from its first frame on.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="options">How it is filmed.</param>
    public NucleiTrack Draw(Random random, DrawingOptions options)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(options);
        var drawing = new Drawing(this, random, options);
        return new NucleiTrack(options.Name, drawing.Observations());
    }

    /// <summary>One cell's life in a drawn embryo, in reference minutes, and its departure from the mean in spreads.</summary>
    private sealed record DrawnLife(double Appears, double Birth, double Division, double Span, Vector3 Away, float Size);

    private sealed class Drawing
    {
        /// <summary>How much of its mother's departure from the mean position a cell keeps: neighbours move together.</summary>
        private const float InheritedShare = 0.7f;

        private readonly ReferenceEmbryo reference;
        private readonly Random random;
        private readonly DrawingOptions options;
        private readonly Dictionary<string, DrawnLife> lives = [];
        private readonly double minutesPerFrame;
        private readonly Quaternion roll;

        internal Drawing(ReferenceEmbryo reference, Random random, DrawingOptions options)
        {
            this.reference = reference;
            this.random = random;
            this.options = options;
            minutesPerFrame = options.MinutesPerFrame.Draw(random);
            // Under a coverslip an embryo comes to lie on one of its sides, head to the left or to the right.
            float side = (random.Next(2) * MathF.PI) + (0.15f * NormalNoise.Draw(random)), end = random.Next(2) * MathF.PI;
            roll = Quaternion.CreateFromAxisAngle(Vector3.UnitX, side) * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, end);
            foreach (ReferenceCell cell in reference.cells.Values.OrderBy(cell => cell.Birth).ThenBy(cell => cell.Name, StringComparer.Ordinal)) Live(cell);
        }

        internal IEnumerable<(TimePoint, Nucleus)> Observations()
        {
            double start = options.Start.Draw(random);
            int frames = Math.Max(1, (int)((reference.End - start) / minutesPerFrame));
            for (int frame = 0; frame < Math.Min(frames, options.MaxFrames); frame++)
            {
                double now = start + (frame * minutesPerFrame);
                foreach ((string name, DrawnLife life) in lives)
                {
                    if (now < life.Appears || now >= life.Division) continue;
                    yield return (new TimePoint(frame + 1), Observe(reference.cells[name], life, (now - life.Birth) / life.Span));
                }
            }
        }

        private void Live(ReferenceCell cell)
        {
            DrawnLife? mother = LineageTree.MotherOf(cell.Name) is { } name ? lives.GetValueOrDefault(name) : null;
            double birth = mother?.Division ?? cell.Birth;
            double cycle = cell.Cycle is { } mean ? Math.Max(mean / 2, mean + (cell.CycleSpread * NormalNoise.Draw(random))) : double.PositiveInfinity;
            var fresh = new Vector3(NormalNoise.Draw(random), NormalNoise.Draw(random), NormalNoise.Draw(random));
            lives[cell.Name] = new DrawnLife(
                mother is null ? double.NegativeInfinity : birth, // the first cells are there before filming begins
                birth,
                birth + cycle,
                double.IsFinite(cycle) ? cycle : Math.Max(reference.End - birth, 1),
                mother is null ? fresh : (mother.Away * InheritedShare) + (fresh * MathF.Sqrt(1 - (InheritedShare * InheritedShare))),
                NormalNoise.Draw(random));
        }

        private Nucleus Observe(ReferenceCell cell, DrawnLife life, double age)
        {
            double step = Math.Clamp(age, 0, 1) * (cell.Path.Length - 1);
            int before = Math.Min((int)step, cell.Path.Length - 2);
            float share = (float)(step - before);
            ReferencePlace from = cell.Path[before], to = cell.Path[before + 1];
            Vector3 position = Vector3.Lerp(from.Position, to.Position, share) + (life.Away * float.Lerp(from.Spread, to.Spread, share) * 0.7f);
            position = Vector3.Transform(position, roll) * (float)options.HalfLength;
            float diameter = (float.Lerp(from.Diameter, to.Diameter, share)
                + (life.Size * float.Lerp(from.DiameterSpread, to.DiameterSpread, share) * 0.5f)) * (float)options.HalfLength;
            return new Nucleus(
                cell.Name,
                (float)options.CentreX + position.X,
                (float)options.CentreY + position.Y,
                (position.Z / (float)DrawingOptions.PixelsPerSlice) + DrawingOptions.MiddleSlice,
                MathF.Max(diameter, 4),
                Reporter: 0);
        }
    }
}
