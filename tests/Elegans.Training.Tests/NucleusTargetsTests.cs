using Elegans.Models;
using Elegans.Predictions;
using Elegans.Simulation.Rendering;
using Elegans.Training.Frames;
using Elegans.Training.Run;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class NucleusTargetsTests
{
    private static readonly InputSpecification Input = new() { Width = 160, Height = 104 };
    private static readonly NucleusMapLayout Layout = new(Input);

    private static readonly FrameNuclei Nuclei = new(
        [
            new(40.5, 30.5, 20, NucleusKind.Interphase), new(63, 71, 12, NucleusKind.Dividing), new(100, 40, 6, NucleusKind.Interphase),
            new(20, 90, 5, NucleusKind.PolarBody),
        ], KnowsPolarBodies: true);

    [Fact]
    public void What_is_drawn_is_read_again()
    {
        float[] maps = Draw(Nuclei);
        float[] said = [.. maps];
        foreach (NucleusMap map in new[] { NucleusMap.Centre, NucleusMap.PolarBody, NucleusMap.Dividing }) Change(
            map, said, value => float.IsNaN(value) ? -9 : MathF.Log(Math.Clamp(value, 1e-4f, 1 - 1e-4f) / (1 - Math.Clamp(value, 1e-4f, 1 - 1e-4f))));
        Change(NucleusMap.Density, said, value => value < 1e-6f ? -14 : MathF.Log(MathF.Exp(value) - 1));
        Change(NucleusMap.Diameter, said, value => float.IsNaN(value) ? 0 : value);
        var reader = new NucleusMapReader(Input);
        FoundNucleus[] found = [.. reader.Find(said, InputPlacement.OfWhole(Input, 160, 104), 160, 104).OrderBy(nucleus => nucleus.X)];
        Assert.Equal([40.5, 63, 100], found.Select(nucleus => nucleus.X), (one, other) => Math.Abs(one - other) < 0.6);
        Assert.Equal([30.5, 71, 40], found.Select(nucleus => nucleus.Y), (one, other) => Math.Abs(one - other) < 0.6);
        Assert.Equal([20, 12, 6], found.Select(nucleus => nucleus.Diameter), (one, other) => Math.Abs(one - other) < 0.01);
        Assert.Equal([false, true, false], found.Select(nucleus => nucleus.Dividing > 0.5));
        Assert.Equal(3, reader.Count(said), 0.05);
    }

    [Fact]
    public void What_is_not_known_is_not_asked_for()
    {
        Assert.All(Draw(null), value => Assert.True(float.IsNaN(value)));
        float[] maps = Draw(Nuclei with { KnowsPolarBodies = false, Nuclei = [new(40, 30, 20, NucleusKind.Nucleus)] });
        Change(NucleusMap.PolarBody, maps, value => float.IsNaN(value) ? 1 : 0);
        Change(NucleusMap.Dividing, maps, value => float.IsNaN(value) ? 1 : 0);
        for (int y = 0; y < Layout.Height; y++)
            for (int x = 0; x < Layout.Width; x++) Assert.Equal(
                (1, 1), (maps[Layout.IndexOf(NucleusMap.PolarBody, x, y)], maps[Layout.IndexOf(NucleusMap.Dividing, x, y)]));
    }

    [Fact]
    public void The_loss_is_least_where_the_maps_say_what_is_there_and_unknown_frames_add_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] there = Draw(Nuclei), elsewhere = Draw(Nuclei.MovedBy(new InputPlacement(1, 0, 9, 0, 1, 6)));
        Assert.True(Loss(Said(there), there) < 0.5 * Loss(Said(elsewhere), there));
        Assert.Equal(0, Loss(Said(there), Draw(null)));
    }

    private static double Loss(float[] said, float[] targets) => NucleusLoss.Of(Maps(said), Maps(targets)).item<float>();

    private static Tensor Maps(float[] values) => tensor(values, [1, Layout.Shape.Channels, Layout.Shape.Height, Layout.Shape.Width]);

    private static float[] Said(float[] targets)
    {
        float[] said = [.. targets];
        foreach (NucleusMap map in new[] { NucleusMap.Centre, NucleusMap.PolarBody, NucleusMap.Dividing }) Change(
            map, said, value => value > 0.5f ? 5 : -5);
        Change(NucleusMap.Density, said, value => value < 1e-6f ? -14 : MathF.Log(MathF.Exp(value) - 1));
        Change(NucleusMap.Diameter, said, value => float.IsNaN(value) ? 0 : value);
        return said;
    }

    private static float[] Draw(FrameNuclei? nuclei)
    {
        float[] maps = new float[Layout.Length];
        new NucleusTargets(Input).Draw(nuclei, maps);
        return maps;
    }

    private static void Change(NucleusMap map, float[] maps, Func<float, float> change)
    {
        for (int y = 0; y < Layout.Height; y++)
            for (int x = 0; x < Layout.Width; x++) maps[Layout.IndexOf(map, x, y)] = change(maps[Layout.IndexOf(map, x, y)]);
    }
}
