using System.Text;
using Elegans.Embryos;
using Elegans.Files;
using Elegans.Training.Networks;
using Elegans.Training.Run;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Elegans.Training.Finder;

/// <summary>The finder's network while it is trained, with the optimiser that moves its weights.</summary>
internal sealed class FinderTrainer : IDisposable
{
    private const long Magic = 0x32_44_4e_49_46_4c_45;
    private const double PeakRate = 2e-3, RefiningRate = 2e-4, WeightDecay = 1e-4, MaxGradientNorm = 5;
    private const int WarmUp = 200;
    private readonly OptimizerHelper optimiser;
    private readonly bool isRefining;

    /// <summary>Begins with random weights, or with those of an earlier network.</summary>
    /// <param name="seed">Seed of random weights.</param>
    /// <param name="from">Weights to refine: their normalisation is folded in, and stays as it is.</param>
    internal FinderTrainer(int seed, IReadOnlyDictionary<string, float[]>? from = null)
    {
        isRefining = from is not null;
        AllocatorTuning.KeepFreedMemory();
        _ = manual_seed(seed);
        Network = new FinderNetwork(BFloat16Arithmetic.IsFast);
        if (from is not null) FoldedFinder.Load(Network, from);
        optimiser = optim.AdamW(Network.parameters(), lr: PeakRate, weight_decay: WeightDecay);
    }

    /// <summary>The network.</summary>
    internal FinderNetwork Network { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimiser.Dispose();
        Network.Dispose();
    }

    /// <summary>The learning rate of a step: it rises, and falls as a cosine.</summary>
    internal double RateOf(int step, int steps) =>
        (isRefining ? RefiningRate : PeakRate) * Math.Min(1, (step + 1) / (double)WarmUp) * (0.5 + (0.5 * Math.Cos(Math.PI * step / steps)));

    /// <summary>One step.</summary>
    /// <returns>The batch's loss.</returns>
    internal double Step((float[] Inputs, float[] Targets) batch, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        Network.train(!isRefining);
        foreach (optim.ILearningRateController group in optimiser.ParamGroups) group.LearningRate = rate;
        // Channels last: what the convolutions compute in.
        Tensor x = tensor(batch.Inputs, [FinderBatches.Size, FinderInput.Planes, FinderInput.Side, FinderInput.Side])
            .permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Tensor y = tensor(batch.Targets, [FinderBatches.Size, OutlineTargets.Maps, OutlineMaps.Side, OutlineMaps.Side]);
        optimiser.zero_grad();
        Tensor loss = FinderLoss.Of(Network.call(x), y);
        loss.backward();
        _ = nn.utils.clip_grad_norm_(Network.parameters(), MaxGradientNorm);
        _ = optimiser.step();
        return loss.ToDouble();
    }

    /// <summary>The weights as they ship, normalisation folded in.</summary>
    internal IReadOnlyDictionary<string, float[]> Folded()
    {
        Network.eval();
        return FoldedFinder.Of(Network);
    }

    /// <summary>Writes all that resuming needs, whole or not at all.</summary>
    internal void Save(string path, FinderSetting setting, int step) => OutputFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        setting.Write(writer);
        writer.Write(step);
        _ = Network.save(writer);
        optimiser.save_state_dict(writer);
    });

    /// <summary>Takes up what was saved.</summary>
    /// <returns>How many steps had been done.</returns>
    /// <exception cref="InputException">The file is no checkpoint of a finder, or one of other settings.</exception>
    internal int Resume(string path, FinderSetting setting)
    {
        using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path)));
        try
        {
            if (reader.ReadInt64() != Magic) throw new InvalidDataException("it begins with other bytes.");
            if (FinderSetting.Read(reader) is var before && before != setting) throw new InputException(
                path, $"is of a run with {before}, and {setting} were asked for; name another folder for this run.");
            int step = reader.ReadInt32();
            _ = Network.load(reader);
            optimiser.load_state_dict(reader);
            return step;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or ArgumentException or InvalidOperationException)
        {
            throw new InputException(path, $"is no checkpoint of a finder that can be resumed: {exception.Message}", exception);
        }
    }
}
