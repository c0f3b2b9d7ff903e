using System.Collections.Immutable;
using System.Text.Json;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;
using Elegans.Training.Augmentations;
using Elegans.Training.Frames;
using OpenCvSharp;

namespace Elegans.Training.Tests;

public sealed class AugmentationTests
{
    private const int Width = 60, Height = 40;

    [Fact]
    public void A_vertical_flip_turns_the_frame_upside_down() =>
        Assert.Equal(Picture().Pixels.Get<byte>(0, 7), Augmented(new VerticalFlip { Probability = 1 }).Get<byte>(Height - 1, 7));

    [Fact]
    public void A_horizontal_flip_swaps_left_and_right() =>
        Assert.Equal(Picture().Pixels.Get<byte>(3, 0), Augmented(new HorizontalFlip { Probability = 1 }).Get<byte>(3, Width - 1));

    [Fact]
    public void Transposing_swaps_rows_and_columns()
    {
        using Mat transposed = Augmented(new Transpose { Probability = 1 });
        Assert.Equal((Height, Width), (transposed.Width, transposed.Height));
        Assert.Equal(Picture().Pixels.Get<byte>(3, 8), transposed.Get<byte>(8, 3));
    }

    [Fact]
    public void Contrast_multiplies_all_grey_levels_by_one_factor_within_the_limit()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            using Mat changed = Augmented(new RandomContrast { Probability = 1, Limit = 0.3 }, seed);
            double factor = changed.Get<byte>(10, 30) / (double)Picture().Pixels.Get<byte>(10, 30);
            Assert.InRange(factor, 0.68, 1.32);
        }
    }

    [Fact]
    public void An_elastic_transform_bends_the_frame_by_a_few_pixels_and_keeps_its_light()
    {
        using Mat bent = Augmented(new ElasticTransform { Probability = 1, Alpha = 30, Sigma = 6 });
        using var difference = new Mat();
        Cv2.Absdiff(Picture().Pixels, bent, difference);
        Assert.InRange(Cv2.Mean(difference).Val0, 0.5, 12);
        Assert.InRange(Cv2.Mean(bent).Val0 / Cv2.Mean(Picture().Pixels).Val0, 0.9, 1.1);
    }

    [Fact]
    public void An_elastic_transform_of_no_strength_changes_nothing() => AssertSame(Picture().Pixels, Augmented(new ElasticTransform
    {
        Probability = 1,
        Alpha = 0,
    }));

    [Fact]
    public void An_affine_shift_moves_the_frame_by_its_share()
    {
        using Mat moved = Augmented(new Affine { Probability = 1, Rotation = ParameterRange.Exactly(0), Translation = ParameterRange.Exactly(0.1) });
        Assert.Equal(Picture().Pixels.Get<byte>(10, 20), moved.Get<byte>(10 + (Height / 10), 20 + (Width / 10)));
        Assert.Equal(0, moved.Get<byte>(0, 0));
    }

    [Fact]
    public void A_gamma_above_one_darkens_and_keeps_black_and_white()
    {
        using Mat levels = new(1, 3, MatType.CV_8UC1);
        levels.Set(0, 0, (byte)0);
        levels.Set(0, 1, (byte)128);
        levels.Set(0, 2, (byte)255);
        using Mat dark = new RandomGamma { Probability = 1, Gamma = ParameterRange.Exactly(2) }.Draw(levels, new Random(1))!;
        Assert.Equal([0, 64, 255], MatSpans.Of<byte>(dark).ToArray().Select(level => (int)level));
    }

    [Fact]
    public void Noise_blur_gain_and_compression_change_the_frame_and_keep_its_size() => Assert.All(
        new Augmentation[]
        {
            new GaussianNoise { Probability = 1, StandardDeviation = ParameterRange.Exactly(5) },
            new GaussianBlur { Probability = 1 },
            new RandomGain { Probability = 1, Gain = ParameterRange.Exactly(0.5) },
            new ImageCompression { Probability = 1, Quality = ParameterRange.Exactly(20) },
        },
        augmentation =>
        {
            using Mat changed = Augmented(augmentation);
            Assert.Equal((Width, Height), (changed.Width, changed.Height));
            Assert.NotEqual(MatSpans.Of<byte>(Picture().Pixels).ToArray(), MatSpans.Of<byte>(changed).ToArray());
        });

    [Fact]
    public void A_chain_is_the_same_for_the_same_seed_and_another_for_another()
    {
        AssertSame(Augmented(Notebook, 5), Augmented(Notebook, 5));
        Assert.NotEqual(MatSpans.Of<byte>(Augmented(Notebook, 5)).ToArray(), MatSpans.Of<byte>(Augmented(Notebook, 6)).ToArray());
    }

    [Fact]
    public void What_never_happens_changes_nothing() => AssertSame(
        Picture().Pixels, Augmented([.. Notebook.Select(augmentation => augmentation with { Probability = 0 })], 1));

    [Fact]
    public void Counts_stay_as_they_are()
    {
        using TrainingFrame frame = new AugmentedFrames(new OneFrame(), Notebook).Draw(new Random(3));
        Assert.Equal(OneFrame.Counts, frame.Truth.Counts);
    }

    [Fact]
    public void A_recipe_names_augmentations_with_their_ranges()
    {
        var read = JsonSerializer.Deserialize<ImmutableArray<Augmentation>>(
            """[{ "Name": "ElasticTransform", "Alpha": 12, "Probability": 0.25 }, { "Name": "Affine", "Rotation": { "Low": -3, "High": 4 } }]""");
        Assert.Equal(new ElasticTransform { Alpha = 12, Probability = 0.25 }, read[0]);
        Assert.Equal(new ParameterRange(-3, 4), Assert.IsType<Affine>(read[1]).Rotation);
    }

    [Fact]
    public void A_range_that_makes_no_sense_is_refused_by_name()
    {
        AssertRefused(new RandomContrast { Limit = 1.5 }, "RandomContrast has a limit of 1.5");
        AssertRefused(new VerticalFlip { Probability = 2 }, "VerticalFlip has a probability of 2");
        AssertRefused(new Affine { Scale = new(0, 1) }, "Affine has a scale from 0 to 1");
        AssertRefused(new ImageCompression { Quality = new(80, 30) }, "ImageCompression has a quality from 80 to 30");
        AssertRefused(new ElasticTransform { Sigma = 0 }, "ElasticTransform has a sigma of 0");
    }

    private static ImmutableArray<Augmentation> Notebook { get; } =
        [new VerticalFlip(), new HorizontalFlip(), new RandomContrast { Limit = 0.9 }, new ElasticTransform(), new Affine()];

    private static void AssertRefused(Augmentation augmentation, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => new AugmentedFrames(new OneFrame(), [augmentation])).Message, StringComparison.Ordinal);

    private static void AssertSame(Mat expected, Mat actual) => Assert.Equal(MatSpans.Of<byte>(expected).ToArray(), MatSpans.Of<byte>(actual).ToArray());

    private static Mat Augmented(Augmentation augmentation, int seed = 1) => Augmented([augmentation], seed);

    private static Mat Augmented(ImmutableArray<Augmentation> augmentations, int seed) =>
        new AugmentedFrames(new OneFrame(), augmentations).Draw(new Random(seed)).Image.Pixels;

    /// <summary>A slope with a bright disc.</summary>
    private static NuclearImage Picture()
    {
        byte[] pixels = new byte[Width * Height];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(20 + (i % Width) + (i / Width));
        NuclearImage image = NuclearImage.FromPixels(Width, Height, pixels);
        Cv2.Circle(image.Pixels, new Point(45, 12), 6, Scalar.All(180), -1);
        return image;
    }

    private sealed class OneFrame : IFrameSource
    {
        internal static LineageCounts Counts { get; } = new([8, 1, 2, 1, 1, 0, 0]);

        public TrainingFrame Draw(Random random) => new(Picture(), new FrameTruth(Counts, default));
    }
}
