using System.CommandLine;
using System.Text.Json;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Cli.Inputs;
using Elegans.Files;
using Elegans.Imaging;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans align</c>: proves or refutes that a track belongs to a movie.</summary>
internal static class AlignCommand
{
    internal static Command Create()
    {
        var movie = new Argument<string>("MOVIE") { Description = "A movie (.mov, .mp4, .avi, TIFF stack)." };
        Option<string> nuclei = AlignmentOptions.Nuclei();
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var reading = new ReadingOptions();
        var command = new GuidedCommand(
            "align",
            $"""
            Prove or refute that a nuclei track belongs to a movie, and find which time point frame 0 shows.

            Draws the nuclei of every time point and correlates them with frames of the movie. The track belongs to the
            movie when at least {AlignmentVerdict.MinAgreement:P0} of the frames agree with one offset and the median correlation is at least
            {AlignmentVerdict.MinCorrelation}. Where it does not as it is, the movie is looked at scaled, cut, mirrored and turned by quarter
            turns, and what was found is said.

            Exit code 0 where the track belongs to the movie, in whatever view; 1 where it does not, or where it cannot be determined.

            Example:
              elegans align 20071217_ceh-432x3.mov --nuclei CD20071217_ceh-432x3.csv.gz
            """) { movie, nuclei, json, NamedInputs.Patience };
        reading.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            using var inputs = new NamedInputs(parsed, reading.Limits(parsed), cancellation);
            AlignmentVerdict verdict = inputs.Read(() =>
            {
                NucleiTrack track = NucleiTrackReader.Read(inputs.File(parsed.GetRequiredValue(nuclei)));
                FrameSource reader = FrameSource.Open(inputs.File(parsed.GetRequiredValue(movie)), reading.Of(parsed));
                try
                {
                    return TrackAligner.Align(reader, track, cancellation);
                }
                catch (ArgumentException exception)
                {
                    throw new InputException(parsed.GetRequiredValue(movie), exception.Message.Split(" (Parameter", 2)[0], exception);
                }
            });

            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(Json(verdict));
            else Write(output, verdict);
            return Task.FromResult(verdict.Holds ? ExitCode.Done : ExitCode.Refuted);
        });
        return command;
    }

    private static void Write(TextWriter output, AlignmentVerdict verdict)
    {
        output.WriteLine($"best offset         {verdict.Best.Offset}");
        output.WriteLine($"frames compared     {verdict.Frames}");
        output.WriteLine($"frames that agree   {verdict.Agreement:P1} (within one time point; {verdict.ExactAgreement:P1} exactly)");
        output.WriteLine($"median correlation  {verdict.MedianCorrelation:F3}");
        output.WriteLine(verdict.ToString());
    }

    private static string Json(AlignmentVerdict verdict) => JsonSerializer.Serialize(
        new
        {
            holds = verdict.Holds,
            outcome = JsonNamingPolicy.CamelCase.ConvertName(verdict.Outcome.ToString()),
            offset = verdict.Best.Offset,
            frames = verdict.Frames,
            agreement = verdict.Agreement,
            exactAgreement = verdict.ExactAgreement,
            medianCorrelation = verdict.MedianCorrelation,
            view = new
            {
                quarterTurns = verdict.View.QuarterTurns,
                degrees = Math.Round(verdict.View.Degrees, 1),
                mirrored = verdict.View.IsMirrored,
                scale = verdict.View.Scale,
                shiftX = verdict.View.ShiftX,
                shiftY = verdict.View.ShiftY,
            },
            verdict = verdict.ToString(),
        },
        CommandJson.Options);
}
