using System.IO.Compression;
using System.Text;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Annotation.Audit;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tables;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Fuzzing;

/// <summary>One kind of input: a good file of it, how it is spoilt, and what reads it.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Extension">How its files' names end.</param>
/// <param name="Good">A good file.</param>
/// <param name="IsText">Whether it is spoilt as text.</param>
/// <param name="Read">Reads a file of it, as the product does.</param>
internal sealed record FuzzTarget(string Name, string Extension, byte[] Good, bool IsText, Action<string> Read)
{
    /// <summary>All kinds, made from the repository's samples.</summary>
    internal static IReadOnlyList<FuzzTarget> All(string samples, string models, string folder)
    {
        using NuclearImage still = NuclearImage.Read(Path.Combine(samples, "embryo-frame-100.png"));
        using Mat small = new();
        Cv2.Resize(still.Pixels, small, new Size(96, 64));
        return
        [
            Image("png"), Image("jpg"), Image("tif"), Image("bmp"),
            Movie("mp4"), Movie("mov"), Movie("avi"),
            new("stack", ".tif", Stack(), false, ReadMovie),
            new("track", ".csv", [.. Head(Unzip(Path.Combine(samples, "embryo-nuclei.csv.gz")), 300)], true, path =>
            {
                NucleiTrack track = NucleiTrackReader.Read(path);
                foreach (LabelledFrame label in track.Labels(FrameAlignment.Epic)) _ = label.Counts.Total;
                _ = new TrackGaps(track);
            }),
            new("zipped track", ".csv.gz", File.ReadAllBytes(Path.Combine(samples, "embryo-nuclei.csv.gz")), false, path => NucleiTrackReader.Read(path)),
            new("track of a spreadsheet", ".csv", Encoding.UTF8.GetBytes(Saved(Head(Unzip(Path.Combine(samples, "embryo-nuclei.csv.gz")), 100))), true, path =>
                _ = NucleiTrackReader.Read(path)),
            new("description of an archive", ".xml", "<embryo><nuclei file='e.zip'/><end index='3'/></embryo>"u8.ToArray(), true, path =>
            {
                File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "e.zip"), Archive());
                _ = NucleiTrackReader.Read(path);
            }),
            new("archive", ".zip", Archive(), false, path => _ = NucleiTrackReader.Read(path).Labels(FrameAlignment.Epic).Sum(label => label.Counts.Total)),
            new("archived table", ".zip", [.. NucleiTable(1)], true, ReadArchived),
            new("hyperstack", ".ome.tif", Hyperstack(), false, path => ReadMovie(path, 1)),
            new("description", ".tif", Encoding.UTF8.GetBytes(Ome), true, ReadDescribed),
            new("counts", ".csv", [.. Head(File.ReadAllBytes(Path.Combine(samples, "embryo.csv")), 100)], true, path => CountTableReader.Read(path)),
            new("labels", ".csv",
                "filenames,A,E,M,P,C,D,Z\nframes/e/1.jpg,2,0,0,1,0,0,0\nframes/e/2.jpg,2,1,0,1,0,0,0\nframes/f/1.jpg,4,1,1,1,1,0,0\n"u8.ToArray(), true, path =>
                LabelAudit.Of(PublishedLabelReader.Read(path), _ => null).WriteSummary(TextWriter.Null)),
            new("card", ".json", File.ReadAllBytes(Path.Combine(models, "lineage-population", "card.json")), true, path => ModelCard.Read(path)),
            new("package", ".onnx", File.ReadAllBytes(Path.Combine(models, "lineage-population", "model.onnx")), false,
                path => ReadPackage(path, File.ReadAllText(Path.Combine(models, "lineage-population", "card.json")))),
        ];

        FuzzTarget Image(string extension) => new(extension, $".{extension}", Encoded(small, $".{extension}"), false, path =>
        {
            using NuclearImage image = NuclearImage.Read(path, new ReadOptions { Limits = Limits });
            using var preparation = new FramePreparation(new InputSpecification());
            _ = preparation.Prepare(image, new float[192 * 128]);
        });

        FuzzTarget Movie(string extension)
        {
            string path = Path.Combine(folder, $"good.{extension}");
            MovieWriter.Write(
                path, Enumerable.Range(0, 12).Select(number => new MovieFrame(new FrameIndex(number), new NuclearImage(small * (1 - (number / 40.0))))), 10);
            return new($"{extension} movie", $".{extension}", File.ReadAllBytes(path), false, ReadMovie);
        }

        byte[] Stack()
        {
            string path = Path.Combine(folder, "good-stack.tif");
            Cv2.ImWrite(path, Enumerable.Range(0, 4).Select(number => (small * (1 - (number / 10.0))).ToMat()).ToArray());
            return File.ReadAllBytes(path);
        }
    }

    private const string Ome = """
        <?xml version="1.0" encoding="UTF-8"?>
        <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0"
        DimensionOrder="XYCZT" Type="uint8" SizeX="96" SizeY="64"
        SizeZ="2" SizeC="2" SizeT="2" TimeIncrement="60" PhysicalSizeX="0.1">
        <Channel ID="Channel:0:0" Name="a"/><Channel ID="Channel:0:1" Name="b"/><TiffData/></Pixels></Image></OME>
        """;

    /// <summary>What fuzzing lets in: small frames, so that the product's own memory and not its limits is looked at.</summary>
    private static InputLimits Limits { get; } = new(20_000_000, 5_000);

    /// <summary>A spoilt file's content.</summary>
    internal byte[] Spoil(Random random) => IsText
        ? System.Text.Encoding.UTF8.GetBytes(Mutation.OfText(System.Text.Encoding.UTF8.GetString(Good), random))
        : Mutation.OfBytes(Good, random);

    private static void ReadMovie(string path) => ReadMovie(path, null);

    private static void ReadMovie(string path, int? stackChannel)
    {
        foreach (MovieFrame frame in FrameSource.Open(path, new ReadOptions { Limits = Limits, StackChannel = stackChannel }).Frames()) frame.Dispose();
    }

    /// <summary>A table of an AceTree archive: two nuclei and their daughters.</summary>
    private static byte[] NucleiTable(int time) => Encoding.UTF8.GetBytes(
        $"1, 1, -1, 1, 2, 40, 30, 10.5, 20, ABa, 65535, 0, 0, 0, , 0, 0, 0, 0, 0, 0\n2, 1, -1, 3, -1, 60, {30 + time}, 10.5, 20, P1, 65535, 0, 0, 0, , 0, 0, "
        + $"0, 0, 0, 0\n");

    private static byte[] Archive(params ReadOnlySpan<byte[]> tables)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int time = 1; time <= Math.Max(4, tables.Length); time++)
            {
                using Stream entry = zip.CreateEntry($"nuclei/t{time:D3}-nuclei").Open();
                entry.Write(time <= tables.Length ? tables[time - 1] : NucleiTable(time));
            }
        }

        return content.ToArray();
    }

    /// <summary>The spoilt text as a table in a whole archive: spoilt zips hardly ever get as far as a table.</summary>
    private static void ReadArchived(string path)
    {
        File.WriteAllBytes(path, Archive(File.ReadAllBytes(path)));
        _ = NucleiTrackReader.Read(path);
    }

    private static byte[] Hyperstack() => Described(Ome);

    /// <summary>The spoilt text as the description of a whole stack.</summary>
    private static void ReadDescribed(string path)
    {
        byte[] stack = Described(File.ReadAllText(path).Replace('\0', ' '));
        File.WriteAllBytes(path, stack);
        ReadMovie(path, 1);
    }

    private static byte[] Described(string description)
    {
        using var pages = NetVips.Image.Black(96, 64 * 8);
        using NetVips.Image described = pages.Mutate(image =>
        {
            image.Set(NetVips.GValue.GIntType, "page-height", 64);
            image.Set(NetVips.GValue.GStrType, "image-description", description);
        });
        return described.TiffsaveBuffer();
    }

    /// <summary>Weights that were spoilt on purpose: the card's sum fits them, so that the runtime is given whatever the reader lets through.</summary>
    private static void ReadPackage(string path, string card)
    {
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))),
            folder = Path.Combine(Path.GetDirectoryName(path)!, "package");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ModelCard.FileName), System.Text.RegularExpressions.Regex.Replace(
            card, "\"sha256\": \"[0-9a-f]{64}\"", $"\"sha256\": \"{sum}\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));
        File.Move(path, Path.Combine(folder, "model.onnx"), overwrite: true);
        using LineagePopulationModel model = LineagePopulationModel.Load(folder, threads: 1);
        using NuclearImage blank = NuclearImage.FromPixels(96, 64, new byte[96 * 64]);
        _ = model.Read(blank);
    }

    private static byte[] Encoded(Mat image, string extension)
    {
        Cv2.ImEncode(extension, image, out byte[] bytes);
        return bytes;
    }

    private static byte[] Unzip(string path)
    {
        using var unzipped = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress)) zip.CopyTo(unzipped);
        return unzipped.ToArray();
    }

    /// <summary>A table as a spreadsheet in Europe saves it: semicolons, decimal commas, names quoted.</summary>
    private static string Saved(IEnumerable<byte> table) => string.Join("\r\n", Encoding.UTF8.GetString([.. table]).Split('\n')
        .Select(line => line.Replace(',', ';').Replace('.', ','))
            .Select((line, i) => i == 0 ? $"\"{line.Replace(";", "\";\"", StringComparison.Ordinal)}\"" : line));

    private static IEnumerable<byte> Head(byte[] text, int lines) => text.TakeWhile(letter => letter != '\n' || --lines > 0);
}
