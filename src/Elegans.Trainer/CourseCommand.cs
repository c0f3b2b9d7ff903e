using System.CommandLine;
using Elegans.Annotation.Courses;
using Elegans.Development;
using Elegans.Files;

namespace Elegans.Trainer;

/// <summary><c>elegans-train course</c>: rebuilds the reference course of the developmental clock.</summary>
internal static class CourseCommand
{
    internal static Command Create()
    {
        var embryos = new TrainingSide();
        var output = new Option<FileInfo>("--out")
        {
            Description = "The table to write; the shipped one is src/Elegans/Development/reference-course.csv.",
            Required = true,
        };
        var command = new Command(
            "course", "Compute the reference course of the developmental clock from the training embryos of a recipe.") { output };
        embryos.AddTo(command);
        command.SetAction(parsed =>
        {
            ReferenceCourse course = ReferenceCourseBuilder.Build(embryos.Read(parsed));
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
