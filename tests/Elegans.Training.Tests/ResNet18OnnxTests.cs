using Elegans.Imaging;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Export;
using Elegans.Training.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class ResNet18OnnxTests
{
    private static readonly InputSpecification Input = new();

    [Fact]
    public void The_network_is_a_ResNet18()
    {
        using var network = new ResNet18();
        // He et al. 2016: 11,689,512 parameters with three colours and 1000 classes; here one grey channel, seven lineages and whether nuclei are shown.
        Assert.Equal(11_689_512 - (2 * 7 * 7 * 64) - ((512 + 1) * 1000) + ((512 + 1) * 8), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void The_exported_network_equals_the_trained_one_on_rendered_frames() => AssertEqual(Frames(Repository.SampleMovie, every: 20));

    [Fact]
    public void The_exported_network_equals_the_trained_one_on_real_frames() => AssertEqual(Frames(Repository.RealMovie("20071217_ceh-432x3"), every: 40));

    [Fact]
    public void Half_precision_halves_the_file_and_hardly_moves_the_outputs()
    {
        using ResNet18 network = TestNetworks.Warm(3);
        byte[] full = ResNet18Onnx.Export(network, Input, halfPrecision: false), half = ResNet18Onnx.Export(network, Input, halfPrecision: true);
        Assert.InRange(half.Length / (double)full.Length, 0.49, 0.51);
        float[][] frames = Frames(Repository.SampleMovie, every: 30);
        Assert.All(Run(full, frames).Zip(Run(half, frames)), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
    }

    [Fact]
    public void A_written_package_loads_and_predicts()
    {
        using var folder = new TemporaryFolder();
        using ResNet18 network = TestNetworks.Warm(4);
        ModelPackageWriter.Write(folder.Path, network, halfPrecision: true, TestNetworks.Card());
        using var model = LineagePopulationModel.Load(folder.Path);
        Assert.NotNull(model.Predict(Repository.SampleImage).Counts);
    }

    private static void AssertEqual(float[][] frames)
    {
        using ResNet18 network = TestNetworks.Warm(2);
        float[] exported = Run(ResNet18Onnx.Export(network, Input, halfPrecision: false), frames);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        float[] trained = network.call(tensor(frames.SelectMany(frame => frame).ToArray(), [frames.Length, 1, Input.Height, Input.Width])).data<float>()
            .ToArray();
        Assert.All(trained.Zip(exported), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.True(trained.Distinct().Count() > trained.Length / 2, "The outputs must differ for the comparison to mean something.");
    }

    private static float[] Run(byte[] model, float[][] frames)
    {
        using InferenceSession session = NetworkRuntime.Open(model);
        var input = new DenseTensor<float>(frames.SelectMany(frame => frame).ToArray(), [frames.Length, 1, Input.Height, Input.Width]);
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], input)]);
        return outputs[0].AsTensor<float>().ToArray();
    }

    private static float[][] Frames(string movie, int every)
    {
        using var preparation = new FramePreparation(Input);
        var frames = new List<float[]>();
        foreach (MovieFrame frame in FrameSource.Open(movie).Frames())
        {
            using (frame)
            {
                if (frame.Index.Value % every != 0) continue;
                float[] prepared = new float[Input.Width * Input.Height];
                preparation.Prepare(frame.Image, prepared);
                frames.Add(prepared);
            }
        }

        return [.. frames];
    }
}
