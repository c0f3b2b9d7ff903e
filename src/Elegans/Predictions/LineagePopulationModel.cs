using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Elegans.Predictions;

/// <summary>Counts the living cells of each lineage in images and movies of embryos with labelled nuclei.</summary>
/// <remarks>
/// Safe for use by several threads; each call holds a few frames at a time, never a whole movie. Dispose it when done.
/// </remarks>
/// <example>
/// <code>
/// using var model = LineagePopulationModel.Load();
/// var counts = model.Predict("sample.png");
/// </code>
/// </example>
public sealed class LineagePopulationModel : IDisposable
{
    /// <summary>Frames that one thread reads at a time: fewer make the network slower, more do not make it quicker.</summary>
    internal const int BatchSize = 8;
    private readonly InferenceSession session;
    private readonly string folder;
    private readonly int threads;
    private readonly Lazy<InferenceSession> nucleusSession;

    private LineagePopulationModel(ModelPackage package, int threads)
    {
        (Card, folder) = (package.Card, package.Folder);
        this.threads = threads;
        try
        {
            // Threads that each read frames of their own never wait for each other, as threads that share one frame do.
            session = NetworkRuntime.Open(package.CountingPart, threads: 1);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelPackageException(package.Folder, $"holds weights that cannot be run: {exception.Message}", exception);
        }

        FindsNuclei = package.FindsNuclei;
        nucleusSession = new Lazy<InferenceSession>(() => NetworkRuntime.Open(ModelPackage.Read(folder).NucleusPart, threads: 1));
    }

    /// <summary>What the model says of itself.</summary>
    public ModelCard Card { get; }

    /// <summary>Loads the model that ships with this library.</summary>
    /// <param name="threads">How many threads read a movie's frames at once; all processors unless given. The numbers are the same.</param>
    /// <exception cref="ModelPackageException">It is not beside the program, or was altered.</exception>
    public static LineagePopulationModel Load(int? threads = null) => Load(ModelPackage.ShippedFolder, threads);

    /// <summary>Loads a model package.</summary>
    /// <param name="folder">The package: a folder with <c>card.json</c> and the weights it names.</param>
    /// <param name="threads">How many threads read a movie's frames at once; all processors unless given. The numbers are the same.</param>
    /// <exception cref="ModelPackageException">It is incomplete, was altered, or is of another version.</exception>
    public static LineagePopulationModel Load(string folder, int? threads = null)
    {
        if (threads is { } asked) ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(threads));
        // The native library takes a while to load: the package is read meanwhile.
        var started = Task.Run(NetworkRuntime.Start);
        ModelPackage package = ModelPackage.Read(folder);
        started.GetAwaiter().GetResult();
        return new LineagePopulationModel(package, threads ?? Environment.ProcessorCount);
    }

    /// <summary>
    /// Counts the cells in one image: PNG, JPEG, TIFF or BMP, 8 or 16 bits, grey or colour. Of a stack, the first frame; of several embryos the first
    /// from the left, or the one chosen.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; <see cref="ReadOptions.Default"/> unless given.</param>
    /// <exception cref="InputException">The file is missing, empty, too large, or not an image that can be decoded, or the embryo that was chosen is not
    /// there.</exception>
    public FramePrediction Predict(string path, ReadOptions? options = null)
    {
        using NuclearImage image = NuclearImage.Read(path, options);
        // The region was cut out when the image was read.
        return Predict(FrameSource.Of(image, path, (options ?? ReadOptions.Default) with { Region = null }));
    }

    /// <summary>Counts the cells in one image; of several embryos those of the first from the left.</summary>
    /// <param name="image">The image; it stays the caller's.</param>
    public FramePrediction Predict(NuclearImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Predict(FrameSource.Of(image));
    }

    /// <summary>Reads one image as a whole and reports what the network says, not rounded.</summary>
    /// <param name="image">The image; it stays the caller's.</param>
    public FrameReading Read(NuclearImage image)
    {
        using var preparation = new FramePreparation(Card.Input);
        var batch = new PreparedBatch(Card.Input, capacity: 1);
        batch.Add(new FrameIndex(0), image, preparation);
        return Read(batch, CancellationToken.None).Single();
    }

    private FramePrediction Predict(FrameSource still) => FramePrediction.Of(Read(still).Embryos[0].Readings[0], Card.Intervals);

    /// <summary>
    /// Counts the cells in every frame of a movie or stack, with the developmental clock: the embryo only grows older, at a
    /// smooth pace, so that frames support each other. Of several embryos the first from the left, or the one chosen; <see cref="PredictField"/> counts all.
    /// </summary>
    /// <param name="path">The file; or the folder of a sequence.</param>
    /// <param name="options">How to read it; <see cref="ReadOptions.Default"/> unless given.</param>
    /// <param name="interval">Time between frames; null takes what the file says, and where it says nothing, it is found from the movie.</param>
    /// <param name="controls">What is normal in the laboratory's hands; null where nobody says.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The file is missing, empty, cut off, or not a movie that can be decoded.</exception>
    public MoviePrediction PredictMovie(
        string path, ReadOptions? options = null, TimeSpan? interval = null, ControlGrowth? controls = null, CancellationToken cancellation = default)
    {
        FrameSource movie = FrameSource.Open(path, options);
        return MoviePrediction.Of(Read(movie, null, cancellation).Embryos[0].Readings, Card, interval ?? movie.Description.FrameInterval, controls);
    }

    /// <summary>As <see cref="PredictMovie"/>, without holding up the caller.</summary>
    /// <param name="path">The file; or the folder of a sequence.</param>
    /// <param name="options">How to read it; <see cref="ReadOptions.Default"/> unless given.</param>
    /// <param name="interval">Time between frames; null takes what the file says, and where it says nothing, it is found from the movie.</param>
    /// <param name="progress">Told every frame's reading as it comes, before the clock; in order.</param>
    /// <param name="controls">What is normal in the laboratory's hands; null where nobody says.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The file is missing, empty, cut off, or not a movie that can be decoded.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<MoviePrediction> PredictMovieAsync(
        string path, ReadOptions? options = null, TimeSpan? interval = null, IProgress<FrameReading>? progress = null, ControlGrowth? controls = null,
            CancellationToken cancellation = default) =>
        Task.Run(
            () =>
            {
                FrameSource movie = FrameSource.Open(path, options);
                return MoviePrediction.Of(
                    Read(movie, progress, cancellation).Embryos[0].Readings, Card, interval ?? movie.Description.FrameInterval, controls);
            },
            cancellation);

    /// <summary>Counts the cells of every embryo in an input: a movie with the developmental clock, a still on its own.</summary>
    /// <param name="path">The file; or the folder of a sequence.</param>
    /// <param name="options">How to read it; <see cref="ReadOptions.Default"/> unless given.</param>
    /// <param name="interval">Time between frames; null takes what the file says, and where it says nothing, it is found from the movie.</param>
    /// <param name="progress">Told every frame's reading of the first embryo as it comes, before the clock.</param>
    /// <param name="controls">What is normal in the laboratory's hands; null where nobody says.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">The file is missing, empty, cut off, or nothing that can be decoded, or the embryo that was chosen is not there.
    /// </exception>
    public FieldPrediction PredictField(
        string path, ReadOptions? options = null, TimeSpan? interval = null, IProgress<FrameReading>? progress = null, ControlGrowth? controls = null,
            CancellationToken cancellation = default)
    {
        FrameSource source = FrameSource.Open(path, options);
        return FieldPrediction.Of(Read(source, progress, cancellation), Card, source.IsMovie, interval ?? source.Description.FrameInterval, controls);
    }

    /// <summary>
    /// Finds the embryos of a movie and reads each of them, frame by frame. A movie of one embryo that fills its frames is read as it is; of any other
    /// every embryo is cut out of its frames, turned level and brought to one size, and what is beside it is hidden.
    /// </summary>
    /// <param name="movie">The movie; or a still, which is a movie of one frame.</param>
    /// <param name="progress">Told every frame's reading of the first embryo as it comes; those of a movie whose embryos are cut out come again.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">A frame cannot be decoded.</exception>
    public FieldReadings Read(FrameSource movie, IProgress<FrameReading>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(movie);
        return new FieldReader(movie, Card.Input, threads, Read).Read(reading => progress?.Report(reading), cancellation);
    }

    /// <summary>
    /// Reads every frame of a movie as a whole and on its own, in order: one reading for each frame from 0, damaged ones before a whole one
    /// included. A few frames are held at a time.
    /// </summary>
    /// <param name="movie">The movie.</param>
    /// <param name="cancellation">Stops reading.</param>
    public IEnumerable<FrameReading> ReadFrames(FrameSource movie, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(movie);
        return Frames();

        IEnumerable<FrameReading> Frames()
        {
            using var pipeline = new FramePipeline(movie, Card.Input, threads, BatchSize, Read, field: null, look: null, cancellation);
            var next = new FrameIndex(0);
            foreach ((_, FrameReading reading) in pipeline.Readings())
            {
                for (; next < reading.Frame; next = next.Next) yield return FrameReading.OfDamaged(next);
                yield return reading;
                next = next.Next;
            }
        }
    }

    /// <summary>
    /// Looks for the nuclei of every embryo once more, closer: each is enlarged, the more the more cells it has, so that nuclei that touch are told apart.
    /// Takes several times as long as <see cref="Read(FrameSource, IProgress{FrameReading}?, CancellationToken)"/>.
    /// </summary>
    /// <param name="movie">The movie.</param>
    /// <param name="read">What was read of it.</param>
    /// <param name="progress">Told every frame that was looked at, in order.</param>
    /// <param name="cancellation">Stops looking.</param>
    /// <returns>The same readings, with the nuclei that were found, and their count.</returns>
    /// <exception cref="InputException">A frame can no longer be decoded.</exception>
    /// <exception cref="ModelPackageException">The model does not look for nuclei.</exception>
    public FieldReadings FindNuclei(
        FrameSource movie, FieldReadings read, IProgress<FrameIndex>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(movie);
        ArgumentNullException.ThrowIfNull(read);
        // Opened before any frame is decoded: a model that cannot is refused at once.
        _ = nucleusSession.Value;
        return new NucleusSearch(movie, read, threads, () => new NucleusCloseUp(Card.Input, (tiles, count) => RunForNuclei(tiles, count, cancellation)))
            .Search(progress, cancellation);
    }

    /// <summary>Whether the model can look for nuclei.</summary>
    public bool FindsNuclei { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        if (nucleusSession.IsValueCreated) nucleusSession.Value.Dispose();
    }

    /// <summary>Runs the network on frames that are prepared already.</summary>
    /// <param name="frames">Frame after frame, as <see cref="FramePreparation"/> writes them.</param>
    /// <param name="count">How many frames.</param>
    /// <param name="cancellation">Stops the network before its next operation.</param>
    /// <returns>Frame after frame, seven scaled outputs.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal float[] Run(Memory<float> frames, int count, CancellationToken cancellation = default) => Run(session, frames, count, cancellation);

    /// <summary>The maps of nuclei of frames that are prepared already.</summary>
    /// <param name="frames">Frame after frame, as <see cref="FramePreparation"/> writes them.</param>
    /// <param name="count">How many frames.</param>
    /// <param name="cancellation">Stops the network before its next operation.</param>
    /// <exception cref="ModelPackageException">The model does not look for nuclei.</exception>
    internal float[] RunForNuclei(Memory<float> frames, int count, CancellationToken cancellation = default) =>
        Run(nucleusSession.Value, frames, count, cancellation);

    private float[] Run(InferenceSession network, Memory<float> frames, int count, CancellationToken cancellation)
    {
        var tensor = new DenseTensor<float>(frames, [count, 1, Card.Input.Height, Card.Input.Width]);
        using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using CancellationTokenRegistration stop = cancellation.Register(() => options.Terminate = true);
        try
        {
            using var outputs = network.Run([NamedOnnxValue.CreateFromTensor(network.InputNames[0], tensor)], network.OutputNames, options);
            return outputs.Single().AsTensor<float>().ToArray();
        }
        catch (OnnxRuntimeException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private List<FrameReading> Read(PreparedBatch batch, CancellationToken cancellation)
    {
        float[] outputs = Run(batch.Frames, batch.Count, cancellation);
        int width = outputs.Length / batch.Count;
        var readings = new List<FrameReading>(batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<float> row = outputs.AsSpan(i * width, width);
            // Weights can be of numbers so large that what they add up to is none.
            foreach (float output in row)
                if (!float.IsFinite(output)) throw new ModelPackageException(
                    folder, "gives no number for a frame; its weights are damaged, or were trained to nothing.");
            float[] cells = new float[FounderLineages.Count];
            foreach (Lineage lineage in FounderLineages.All) cells[(int)lineage] = Card.Scaling.Unscale(lineage, row[(int)lineage]);
            FrameStatus status = StatusOf(
                batch[i].Contrast, Card.RecognitionThreshold is { } threshold ? row[FounderLineages.Count] >= threshold : null, cells.Sum());
            readings.Add(new FrameReading(batch[i].Index, status, [.. cells]));
        }

        return readings;
    }

    private FrameStatus StatusOf(double contrast, bool? isRecognised, double total)
    {
        bool isBright = contrast >= Card.Input.EmbryoContrast;
        if (contrast < Card.Input.BlankContrast || (!isBright && isRecognised != true)) return FrameStatus.NoEmbryo;
        if (isRecognised == false) return FrameStatus.NotNuclei;
        return total > Card.ValidRange.Max ? FrameStatus.BeyondRange : FrameStatus.Ok;
    }
}
