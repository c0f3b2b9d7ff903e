using System.Globalization;
using System.Text;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Imaging;
using Elegans.Simulation.Rendering;
using Elegans.Training.Recipe;
using OpenCvSharp;

namespace Elegans.Training.Frames;

/// <summary>
/// A finite set of rendered frames, as a folder of images would be: rendered once, kept in the frame cache at the size of
/// the network's input, and drawn from again and again.
/// </summary>
internal sealed class StoredFrames : IFrameSet, IDisposable
{
    private readonly FrameFile file;
    private readonly (TracedEmbryo Embryo, TimePoint Time)[] shown;
    private int[] drawable;

    /// <summary>Renders the set, or finds it in the cache.</summary>
    /// <param name="sampler">Which embryos and time points.</param>
    /// <param name="count">How many frames.</param>
    /// <param name="recipe">How they are rendered.</param>
    /// <param name="cache">Where they are kept.</param>
    internal StoredFrames(FrameSampler sampler, int count, TrainingRecipe recipe, FrameCache cache)
    {
        var choice = new Random(recipe.Seed);
        shown = [.. Enumerable.Range(0, count).Select(_ => sampler.Draw(choice))];
        drawable = [.. Enumerable.Range(0, count)];
        file = cache.Open(Describe(recipe), writer =>
        {
            for (int number = 0; number < count; number++)
            {
                using NuclearImage frame = Render(number, recipe);
                writer.Add(frame);
            }
        });
    }

    /// <inheritdoc/>
    public string Name => "rendered";

    /// <inheritdoc/>
    public int Count => shown.Length;

    /// <inheritdoc/>
    public TrainingFrame this[int number] => new(file[number], shown[number].Embryo.TruthAt(shown[number].Time));

    /// <inheritdoc/>
    public TrainingFrame Draw(Random random) => this[drawable[random.Next(drawable.Length)]];

    /// <inheritdoc/>
    public (string Embryo, TimePoint Time) Shown(int number) => (shown[number].Embryo.Track.Name, shown[number].Time);

    /// <inheritdoc/>
    public void LeaveOut(IEnumerable<int> numbers) => drawable = [.. Enumerable.Range(0, Count).Except(numbers)];

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private NuclearImage Render(int number, TrainingRecipe recipe)
    {
        (TracedEmbryo embryo, TimePoint time) = shown[number];
        var random = new Random(unchecked((recipe.Seed * 486187739) + number));
        using NuclearImage rendered = embryo.Renderer.Render(time, embryo.Renderer.DrawView(recipe.Views, random), recipe.Microscopes.Draw(random), random);
        double scale = Math.Max(recipe.Input.Width, recipe.Input.Height) / (double)Math.Max(rendered.Width, rendered.Height);
        var small = new Mat();
        Cv2.Resize(rendered.Pixels, small, new Size(Math.Round(rendered.Width * scale), Math.Round(rendered.Height * scale)), interpolation: scale < 1
            ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return new NuclearImage(small);
    }

    /// <summary>Everything the frames depend on: how they are rendered, by which build of the renderer, and each frame's nuclei.</summary>
    private string Describe(TrainingRecipe recipe)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"rendered set {typeof(EmbryoRenderer).Module.ModuleVersionId} {recipe.Seed} "
            + $"{recipe.Input.Width}x{recipe.Input.Height} {JsonSerializer.Serialize(recipe.Microscopes)} {JsonSerializer.Serialize(recipe.Views)}\n");
        foreach ((TracedEmbryo embryo, TimePoint time) in shown)
            text.Append(CultureInfo.InvariantCulture, $"{embryo.Track.Name} {time} {embryo.Track.NucleiAt(time).Count} "
                + $"{embryo.Track.NucleiAt(time).Sum(nucleus => nucleus.X + (3 * nucleus.Y) + (7 * nucleus.Z)):F3}\n");
        return text.ToString();
    }
}
