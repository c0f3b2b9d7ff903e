using System.CommandLine;
using Elegans.Annotation;
using Elegans.Annotation.Courses;
using Elegans.Development;
using Elegans.Files;
using Elegans.Training.Data;

namespace Elegans.Trainer;

/// <summary><c>elegans-train course</c>: rebuilds the reference course of the developmental clock.</summary>
internal static class CourseCommand
{
    internal static Command Create()
    {
        var nuclei = new Option<DirectoryInfo>("--nuclei") { Description = "Folder of wild-type nuclei tracks (CD*.csv or .csv.gz).", Required = true };
        var recipe = new Option<FileInfo>("--recipe")
        {
            Description = "The recipe whose training embryos to use, so that held-out embryos stay held out.",
            Required = true,
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "The table to write; the shipped one is src/Elegans/Clock/reference-course.csv.",
            Required = true,
        };
        var command = new Command(
            "course", "Compute the reference course of the developmental clock from the training embryos of a recipe.") { nuclei, recipe, output };
        command.SetAction(parsed =>
        {
            Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(parsed.GetRequiredValue(nuclei).FullName);
            EmbryoSplit split = new TrainingData(tracks).Split(RecipeJson.Read(parsed.GetRequiredValue(recipe)));
            ReferenceCourse course = ReferenceCourseBuilder.Build(split.Training.Select(name => tracks[name]));
            OutputFile.Write(parsed.GetRequiredValue(output).FullName, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                course.Write(writer);
            });
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{course.Embryos} embryos, minutes {course.First} to {course.Last}, up to {course.Total(course.Last):F0} cells");
            return 0;
        });
        return command;
    }
}
