using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Training.Plots;
using Elegans.Training.Recipe;

namespace Elegans.Trainer;

/// <summary><c>elegans-train sheet</c>: shows training frames as they are drawn and augmented.</summary>
internal static class SheetCommand
{
    /// <summary>More than fit in a picture that anybody looks at.</summary>
    private const int MaxFrames = 1000;

    internal static Command Create()
    {
        var data = new TrainingDataOptions();
        var recipe = new Option<FileInfo?>("--recipe") { Description = "JSON file with a training recipe; what it leaves out keeps its default." };
        var frames = new Option<int>("--frames")
        {
            Description = "How many frames.",
            CustomParser = WholeNumber.Between(1, MaxFrames),
            DefaultValueFactory = _ => 36,
        };
        var output = new Option<FileInfo>("--out") { Description = "The .png to write.", Required = true };
        var command = new Command(
            "sheet",
            """
            Write a contact sheet of training frames, drawn, augmented and fitted as the network gets them, each with its counts:
            a look at it says whether a recipe's ranges make sense.

            Examples:
              elegans-train sheet --recipe recipes/notebook.json --out sheet.png
            """) { recipe, frames, output };
        data.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            TrainingRecipe followed = RecipeJson.Read(parsed.GetValue(recipe));
            // A sheet needs a few frames and not the whole set.
            if (followed.StoredFrames is not null) followed = followed with { StoredFrames = null };
            FrameSheet.Write(parsed.GetRequiredValue(output).FullName, data.Read(parsed, followed.Input, cancellation).Data, followed, parsed.GetValue(frames));
            return Task.FromResult(0);
        });
        return command;
    }
}
