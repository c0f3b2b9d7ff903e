using Elegans.Imaging;
using Elegans.Models;
using Elegans.Models.Onnx;
using Elegans.Networks;
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

    [Fact]
    public void The_exported_maps_of_nuclei_equal_the_trained_ones_and_the_counts_stay_the_first_output()
    {
        using ResNet18 network = TestNetworks.Warm(6, findsNuclei: true);
        byte[] model = ResNet18Onnx.Export(network, Input, halfPrecision: false);
        Assert.True(OnnxNetwork.Read("model.onnx", model).FindsNuclei);
        float[][] frames = Frames(Repository.SampleMovie, every: 60);
        using InferenceSession session = NetworkRuntime.Open(model);
        Assert.Equal(["counts", OnnxNetwork.NucleiOutput], session.OutputNames);
        var input = new DenseTensor<float>(frames.SelectMany(frame => frame).ToArray(), [frames.Length, 1, Input.Height, Input.Width]);
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], input)]);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        (torch.Tensor counts, torch.Tensor? maps) = network.call(tensor(input.ToArray(), [frames.Length, 1, Input.Height, Input.Width]));
        Assert.Equal(new NucleusMapLayout(Input).Length * frames.Length, maps!.numel());
        Assert.All(counts.data<float>().ToArray().Zip(outputs[0].AsTensor<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(maps.contiguous().data<float>().ToArray().Zip(outputs[1].AsTensor<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void A_package_with_maps_of_nuclei_loads_finds_and_goes_on_to_be_trained()
    {
        using var folder = new TemporaryFolder();
        using ResNet18 network = TestNetworks.Warm(4, findsNuclei: true), restored = TestNetworks.Warm(5, findsNuclei: true);
        ModelPackageWriter.Write(folder.Path, network, halfPrecision: false, TestNetworks.Card());
        using (var model = LineagePopulationModel.Load(folder.Path))
        {
            FrameSource image = FrameSource.Open(Repository.SampleImage);
            FieldReadings read = model.Read(image, cancellation: TestContext.Current.CancellationToken);
            Assert.Null(read.Embryos[0].Readings[0].Nuclei);
            FrameReading closer = model.FindNuclei(image, read, cancellation: TestContext.Current.CancellationToken).Embryos[0].Readings[0];
            Assert.NotNull(closer.Nuclei);
            Assert.True(closer.Counted > 0);
        }

        float[] frames = [.. Frames(Repository.SampleMovie, every: 60).SelectMany(frame => frame)];
        PackageWeights.Restore(ModelPackage.Read(folder.Path), restored, 1, _ => Batch());
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        restored.eval();
        Assert.All(
            network.call(Batch()).Nuclei!.data<float>().ToArray().Zip(restored.call(Batch()).Nuclei!.data<float>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 0.02f));

        torch.Tensor Batch() => tensor(frames, [frames.Length / (Input.Width * Input.Height), 1, Input.Height, Input.Width]);
    }

    private static void AssertEqual(float[][] frames)
    {
        using ResNet18 network = TestNetworks.Warm(2);
        float[] exported = Run(ResNet18Onnx.Export(network, Input, halfPrecision: false), frames);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        float[] trained = network.call(tensor(frames.SelectMany(frame => frame).ToArray(), [frames.Length, 1, Input.Height, Input.Width])).Counts.data<float>()
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
