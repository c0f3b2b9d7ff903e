using System.Diagnostics;
using Elegans.Lineages;
using OpenCvSharp;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Benchmarks.Prediction;

/// <summary>
/// How the predecessor read a movie: all frames into memory, then one after the other, resized to 256×256 in colour, through an
/// eager libtorch ResNet18. Its weights are random: the time is the same. In Python, <c>predecessor.py</c> does the same, and quicker.
/// </summary>
internal sealed class PredecessorsWay : nn.Module<Tensor, Tensor>
{
    private const int Side = 256;
    private readonly Sequential network;

    private PredecessorsWay()
        : base(nameof(PredecessorsWay))
    {
        network = nn.Sequential(
            nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false), nn.BatchNorm2d(64), nn.ReLU(inplace: true), nn.MaxPool2d(3, stride: 2, padding: 1),
            new Block(64, 64), new Block(64, 64), new Block(64, 128), new Block(128, 128), new Block(128, 256), new Block(256, 256), new Block(256, 512),
                new Block(512, 512),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, FounderLineages.Count));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => network.call(x);

    /// <summary>Reads a movie.</summary>
    /// <returns>The number of frames, and the seconds it took without starting up.</returns>
    internal static (int Frames, double Seconds) Read(string movie)
    {
        set_num_threads(Environment.ProcessorCount);
        using IDisposable quiet = no_grad();
        using var reader = new PredecessorsWay();
        reader.eval();
        var clock = Stopwatch.StartNew();
        var frames = new List<Mat>();
        using (var capture = new VideoCapture(movie, VideoCaptureAPIs.FFMPEG))
        {
            for (var frame = new Mat(); capture.Read(frame); frame = new Mat()) frames.Add(frame);
        }

        float sum = 0;
        foreach (Mat frame in frames)
        {
            using DisposeScope scope = NewDisposeScope();
            using Mat small = frame.Resize(new OpenCvSharp.Size(Side, Side));
            Tensor input = tensor(Imaging.MatSpans.Of<byte>(small).ToArray(), [1, Side, Side, 3], ScalarType.Byte).permute(0, 3, 1, 2).to(
                ScalarType.Float32).div(255);
            sum += reader.call(input).sum().item<float>();
        }

        double seconds = clock.Elapsed.TotalSeconds;
        foreach (Mat frame in frames) frame.Dispose();
        return float.IsFinite(sum) ? (frames.Count, seconds) : throw new InvalidOperationException("The network's outputs are not finite.");
    }

    /// <summary>The basic block as torchvision writes it.</summary>
    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential main;
        private readonly Sequential? shortcut;

        internal Block(int from, int to)
            : base(nameof(Block))
        {
            int stride = from == to ? 1 : 2;
            main = nn.Sequential(
                nn.Conv2d(from, to, 3, stride: stride, padding: 1, bias: false), nn.BatchNorm2d(to), nn.ReLU(inplace: true),
                nn.Conv2d(to, to, 3, padding: 1, bias: false), nn.BatchNorm2d(to));
            if (stride > 1) shortcut = nn.Sequential(nn.Conv2d(from, to, 1, stride: stride, bias: false), nn.BatchNorm2d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => main.call(x).add_(shortcut is null ? x : shortcut.call(x)).relu_();
    }
}
