#:package Elegans.Annotation@*-*
// When does each embryo reach a number of cells, by its own clock?  dotnet run doubling.cs -- 100 one.mov two.mov
using Elegans.Predictions;

int cells = int.Parse(args[0]);
using var model = LineagePopulationModel.Load();
foreach (string path in args[1..])
{
    MoviePrediction movie = model.PredictMovie(path);
    FramePrediction? first = movie.FirstOrDefault(frame => frame.Total >= cells);
    string when = first?.Clock is { } clock
        ? $"frame {first.Frame}, {clock.Time} minutes after the four-cell stage began, {clock.Pace:F2} minutes a frame" : "never";
    Console.WriteLine($"{Path.GetFileName(path)}: {cells} cells at {when}");
}
