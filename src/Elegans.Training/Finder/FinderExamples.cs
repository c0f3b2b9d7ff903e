using System.Text;
using Elegans.Embryos;
using Elegans.Files;

namespace Elegans.Training.Finder;

/// <summary>Rendered examples for the finder, kept in a file: rendering takes longer than a pass of training.</summary>
internal static class FinderExamples
{
    private const long Magic = 0x31_44_4c_45_49_46_4c_45;

    /// <summary>Reads those of a file, or renders and writes them.</summary>
    internal static IReadOnlyList<FinderExample> Of(string path, int count, int seed, Action<int> report, CancellationToken cancellation)
    {
        if (File.Exists(path)) return Read(path, count, seed);
        var fields = new FinderFields(seed);
        var examples = new FinderExample[count];
        int done = 0;
        Parallel.For(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            () => new EmbryoSight(),
            (number, _, sight) =>
            {
                examples[number] = fields.Render(number, sight);
                int so = Interlocked.Increment(ref done);
                if (so % 100 == 0) report(so);
                return sight;
            },
            sight => sight.Dispose());
        OutputFile.Write(path, stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            writer.Write(Magic);
            writer.Write(count);
            writer.Write(seed);
            foreach (FinderExample example in examples)
            {
                writer.Write(example.Outlines.Length);
                foreach (EmbryoOutline outline in example.Outlines)
                    foreach (double value in (double[])[outline.CentreX, outline.CentreY, outline.LongHalfAxis, outline.ShortHalfAxis, outline.Angle])
                        writer.Write(value);
                writer.Write(example.Planes);
            }
        });
        return examples;
    }

    /// <exception cref="InputException">They are of another run, or the file is cut short.</exception>
    private static FinderExample[] Read(string path, int count, int seed)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            if (reader.ReadInt64() != Magic || reader.ReadInt32() != count || reader.ReadInt32() != seed)
                throw new InputException(path, $"holds other fields than {count} of seed {seed}; name another folder for this run.");
            var examples = new FinderExample[count];
            for (int i = 0; i < count; i++)
            {
                var outlines = new EmbryoOutline[reader.ReadInt32()];
                for (int n = 0; n < outlines.Length; n++) outlines[n] = new EmbryoOutline(
                    reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
                byte[] planes = reader.ReadBytes(FinderInput.Length);
                if (planes.Length < FinderInput.Length) throw new EndOfStreamException();
                examples[i] = new FinderExample(planes, outlines);
            }

            return examples;
        }
        catch (Exception exception) when (exception is EndOfStreamException or OverflowException)
        {
            throw new InputException(path, "is cut short or damaged; remove it, and the fields are rendered anew.", exception);
        }
    }
}
