using BenchmarkDotNet.Attributes;
using Elegans.Annotation;
using Elegans.Imaging;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;

namespace Elegans.Benchmarks.Parts;

/// <summary>The hot parts, each alone on one thread: preparing a frame, the network in batches of one and eight, the clock, rendering.</summary>
[MemoryDiagnoser]
public class PartBenchmarks : IDisposable
{
    private LineagePopulationModel model = null!;
    private FramePreparation preparation = null!;
    private NuclearImage image = null!;
    private float[] input = null!, batch = null!;
    private List<FrameReading> readings = null!;
    private EmbryoRenderer renderer = null!;
    private View view = null!;
    private Microscope microscope = null!;
    private TimePoint middle;

    /// <summary>Opens the sample movie and the shipped model, and draws an embryo.</summary>
    [GlobalSetup]
    public void Open()
    {
        model = LineagePopulationModel.Load(threads: 1);
        preparation = new FramePreparation(model.Card.Input);
        input = new float[model.Card.Input.Width * model.Card.Input.Height];
        batch = new float[8 * input.Length];
        MovieFrame[] frames = [.. FrameSource.Open(Repository.Sample).Frames()];
        image = frames[frames.Length / 2].Image;
        readings = [.. model.ReadFrames(FrameSource.Open(Repository.Sample))];
        NucleiTrack track = ReferenceEmbryo.BuiltIn.Draw(new Random(1), new DrawingOptions());
        renderer = new EmbryoRenderer(track);
        view = renderer.DrawView(new ViewRanges(), new Random(1));
        microscope = new MicroscopeRanges().Draw(new Random(1));
        middle = track.TimePoints[track.TimePoints.Count / 2];
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        model.Dispose();
        preparation.Dispose();
        image.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One frame, from pixels to the network's input.</summary>
    [Benchmark]
    public double Prepare() => preparation.Prepare(image, input);

    /// <summary>One frame through the network.</summary>
    [Benchmark]
    public float[] NetworkOnOne() => model.Run(input, 1);

    /// <summary>Eight frames through the network.</summary>
    [Benchmark]
    public float[] NetworkOnEight() => model.Run(batch, 8);

    /// <summary>The clock over the sample movie's readings.</summary>
    [Benchmark]
    public MoviePrediction Clock() => MoviePrediction.Of(readings, model.Card);

    /// <summary>One rendered frame.</summary>
    [Benchmark]
    public int Render()
    {
        using NuclearImage rendered = renderer.Render(middle, view, microscope, new Random(1));
        return rendered.Width;
    }
}
