using System.CommandLine;
using System.Globalization;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Cli.Inputs;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Appearance;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans appearance</c>: how nuclei look, for setting and checking the renderer.</summary>
internal static class AppearanceCommand
{
    internal static Command Create()
    {
        var movie = new Argument<string>("MOVIE") { Description = "A traced movie, real or rendered." };
        Option<string> nuclei = AlignmentOptions.Nuclei();
        Option<int> offset = AlignmentOptions.Offset();
        var reading = new ReadingOptions();
        var command = new GuidedCommand(
            "appearance",
            """
            Measure how nuclei look in a traced movie, stage by stage: brightness by lineage, depth and distance from the
            middle, profile of single nuclei, noise and saturation. What the renderer's ranges were set by; measure a movie
            of 'elegans simulate' with it to see how far rendering is from the real thing.

            Example:
              elegans appearance 20071217_ceh-432x3.mov --nuclei CD20071217_ceh-432x3.csv.gz
            """) { movie, nuclei, offset, NamedInputs.Patience };
        reading.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            using var inputs = new NamedInputs(parsed, reading.Limits(parsed), cancellation);
            var survey = inputs.Read(() =>
            {
                NucleiTrack track = NucleiTrackReader.Read(inputs.File(parsed.GetRequiredValue(nuclei)));
                return AppearanceSurvey.Of(FrameSource.Open(inputs.File(parsed.GetRequiredValue(movie)), reading.Of(parsed)), track,
                    new FrameAlignment(parsed.GetRequiredValue(offset)));
            });
            if (survey.Count == 0) throw new InputException(parsed.GetRequiredValue(movie), "none of its frames is annotated in this track.");
            foreach (StageAppearance stage in survey) Write(parsed.InvocationConfiguration.Output, stage);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Write(TextWriter output, StageAppearance stage)
    {
        output.WriteLine(
            string.Create(
            CultureInfo.InvariantCulture, $"{stage.MinCells} to {stage.MaxCells} cells: {stage.Frames} frames, {stage.Nuclei} nuclei, white "
            + $"{stage.WhiteLevel:F0}, corner noise {stage.CornerNoise:F1}, saturated {stage.Saturated:P2}"));
        output.WriteLine(
            $"  lineages  {string.Join("  ", FounderLineages.All.Select(lineage => $"{lineage} {Number(stage.Lineages[(int)lineage])}"))}  (spread of AB "
            + $"{Number(stage.SpreadOfAB)})");
        output.WriteLine($"  depth     {string.Join("  ", stage.Depth.Select(Number))}  first slices to last");
        output.WriteLine($"  rings     {string.Join("  ", stage.Rings.Select(Number))}  middle to rim");
        output.WriteLine($"  profile   {string.Join("  ", stage.Profile.Select(Number))}  at 1/16, 3/16, … of the diameter");
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("F2", CultureInfo.InvariantCulture);
}
