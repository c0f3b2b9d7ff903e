// How far is a movie's prediction from its track, lineage by lineage?  dotnet run -- embryo.mov CDembryo.csv.gz
open Elegans.Annotation
open Elegans.Annotation.Alignment
open Elegans.Lineages
open Elegans.Predictions

[<EntryPoint>]
let main arguments =
    use model = LineagePopulationModel.Load()
    let truth = NucleiTrackReader.Read(arguments[1]).Labels(FrameAlignment.Epic) |> Seq.map (fun label -> label.Frame, label.Counts) |> dict
    let judged = model.PredictMovie(arguments[0]) |> Seq.filter (fun frame -> frame.Counts.HasValue && truth.ContainsKey frame.Frame) |> Seq.toList
    for lineage in FounderLineages.All do
        let off = judged |> Seq.averageBy (fun frame -> float (abs (frame.Counts.Value[lineage] - truth[frame.Frame][lineage])))
        printfn $"{lineage.Letter()}: off by {off:F2} cells on average over {judged.Length} frames"
    0
