using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation.Rendering;
using Elegans.Training.Data;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;
using OpenCvSharp;

namespace Elegans.Training.Plots;

/// <summary>A contact sheet of training frames, drawn and augmented as a recipe says, fitted and normalised as the network gets them.</summary>
public static class FrameSheet
{
    /// <summary>Writes the sheet whole or not at all.</summary>
    /// <param name="path">Where to; it ends in <c>.png</c>.</param>
    /// <param name="data">The embryos and movies.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="frames">How many frames.</param>
    public static void Write(string path, TrainingData data, TrainingRecipe recipe, int frames)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        using var sources = new TrainingSources(data, recipe, data.Split(recipe));
        using var preparation = new FramePreparation(recipe.Input);
        using var sheet = new ContactSheet();
        var random = new Random(recipe.Seed);
        using var input = new Mat(recipe.Input.Height, recipe.Input.Width, MatType.CV_32FC1);
        for (int i = 0; i < frames; i++)
        {
            using TrainingFrame frame = sources.Training.Draw(random);
            _ = preparation.Prepare(frame.Image, MatSpans.Of<float>(input));
            var grey = new Mat();
            input.ConvertTo(grey, MatType.CV_8UC1, 255 / 2.2, 255 / 2.2);
            if (recipe.NucleusWeight > 0) Mark(frame, recipe.Input, grey);
            using var shown = new NuclearImage(grey);
            sheet.Add(
                shown,
                frame.Truth.Counts is { } counts ? $"{counts.Total} cells" : "not labelled nuclei",
                frame.Truth.Counts is { } each ? string.Join(
                    ' ', FounderLineages.All.Where(lineage => each[lineage] > 0)
                    .Select(lineage => frame.Truth.IsKnown(lineage) ? $"{lineage}{each[lineage]}" : $"{lineage}?")) : "");
        }

        sheet.Save(path);
    }

    /// <summary>A point in every nucleus, a cross in every one that divides, a ring around every polar body.</summary>
    private static void Mark(TrainingFrame frame, InputSpecification input, Mat grey)
    {
        FrameNuclei? nuclei = frame.Nuclei?.MovedBy(InputPlacement.OfWhole(input, frame.Image.Width, frame.Image.Height));
        foreach (PlacedNucleus nucleus in nuclei?.Nuclei ?? [])
        {
            var at = new Point(Math.Round(nucleus.X), Math.Round(nucleus.Y));
            if (nucleus.Kind == NucleusKind.PolarBody) Cv2.Circle(grey, at, (int)Math.Max(2, nucleus.Diameter), Scalar.All(255));
            else if (nucleus.Kind == NucleusKind.Dividing) Cv2.DrawMarker(grey, at, Scalar.All(0), MarkerTypes.Cross, 3);
            else Cv2.Line(grey, at, at, Scalar.All(0));
        }
    }
}
