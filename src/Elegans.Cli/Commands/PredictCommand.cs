using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Elegans.Cli.Batch;
using Elegans.Cli.Inputs;
using Elegans.Files;
using Elegans.Models;
using Elegans.Plots;
using Elegans.Predictions;
using Elegans.Tables;
using Elegans.Workers;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans predict</c>: counts, frame by frame.</summary>
internal static class PredictCommand
{
    private const string Devolearn = "devolearn";

    internal static Command Create()
    {
        var inputs = new Argument<string[]>(ManyInputs.Name)
        {
            Description = "A movie (.mov, .mp4, .avi, TIFF stack) or an image (PNG, JPEG, TIFF), also through a pipe or standard input (-); or many: several, "
                + "a folder, or a pattern.",
            Arity = ArgumentArity.OneOrMore,
        };
        ManyInputs.RefuseOptions(inputs);
        var output = new Option<string?>("--out", "-o")
        {
            Description = "Write the table here instead of to standard output; of many inputs, the folder of their tables.",
            HelpName = "FILE|FOLDER",
        };
        var json = new Option<bool>("--json") { Description = "Write JSON instead of CSV." };
        var intervals = new Option<bool>("--intervals") { Description = "Write the 90 % interval of every lineage too: A_low,A_high and so on." };
        var measured = new Option<bool>("--measured")
        {
            Description = "Write the total as each frame alone was read too, with its 90 % interval: measured,measured_low,measured_high.",
        };
        var expected = new Option<bool>("--expected")
        {
            Description = "Write the counts of a normal embryo of the age found too: expected_A and so on. They differ from the counts where the embryo "
                + "deviates.",
        };
        var parquet = new Option<string?>("--parquet") { Description = "Of many inputs: write all tables into one .parquet file too.", HelpName = "FILE" };
        var compat = new Option<string?>("--compat")
        {
            Description = "Write exactly another tool's columns. devolearn: A,E,M,P,C,D,Z and nothing else, a row for each frame.",
            HelpName = "TOOL",
        };
        compat.AcceptOnlyFromAmong(Devolearn);
        var stills = new Option<bool>("--stills")
        {
            Description = "Of many inputs: count each picture on its own, even where they are numbered as the frames of a movie are.",
        };
        var overview = new Option<string?>("--overview")
        {
            Description = "Draw a frame with the outlines of the embryos and their numbers into a .png file.",
            HelpName = "FILE",
        };
        var figure = new FigureOptions();
        var animation = new AnimationOptions();
        var prediction = new PredictionOptions { Listed = inputs, Control = new ControlOption() };
        var command = new GuidedCommand(
            "predict",
            """
            Count the living cells of each lineage in every frame.

            Writes CSV, one row for each frame, numbered from 0: frame,A,E,M,P,C,D,Z,total, the 90 % interval
            total_low,total_high, and what the developmental clock found: minutes (the embryo's age from the four-cell
            stage), pace (minutes of development from one frame to the next), a status, and deviates. In a movie, A to Z and
            total are what a normal embryo of the age found has, as lineages cannot be told apart in single pictures; how many
            cells each frame shows on its own is written by --measured. The status:
              ok            counted
              beyond_range  older than about 350 cells: counts are lower bounds, total_high is empty
              damaged       could not be decoded: no counts; the frames around it keep their numbers
              no_embryo     too little contrast, such as a black frame: no counts
              not_nuclei    something else than labelled nuclei: no counts
              cut_off       a part of the embryo is outside of the picture: counts are lower bounds, total_high is empty
              too_small     too few pixels to tell nuclei apart: no counts
              overlapping   behind or before another embryo: counts without an interval
            In a movie, frames support each other: an embryo only grows older, at a smooth pace. Where the total grows as
            in no normal embryo, whatever its pace, that is said, deviates is total- (fewer cells) or total+ (more) from the
            frame on at which it is noticed, and every frame stands for itself, as with --per-frame, with wider intervals. A
            pause of filming looks the same. A lineage that departs without changing the total much is not seen. What is normal
            in your hands: predict your wild types first, with --measured, and give their tables to --control.

            Embryos are looked for in the picture: one that is small, turned or beside others is cut out, and writing and
            bars are hidden. Of several embryos each is counted; the table then begins with a column embryo, numbered from the
            left, and --overview draws their outlines. With --out FOLDER/ each gets a table and a plot of its own. Of a file with
            several positions the first is read; with --out FOLDER/, and of many inputs, each is.

            Of many inputs, each gets a table in the folder --out, and summary.csv has a row for each: what it came to, or why
            it could not be read. A bad file ends nothing but itself: inputs are decoded in a process of its own. Run again,
            only what is new, changed or failed is done; rows of earlier runs stay in summary.csv. The exit code is 0 if all were
            read, 6 if some, 3 if none.

            The last line on standard error says what came out: frames, how many were counted, the cells of the first and the last.

            Examples:
              elegans predict embryo.mov > embryo.csv
              elegans predict embryo.mov --out embryo.csv --plot embryo.svg
              elegans predict embryo.mov --interval 1.5min --intervals
              elegans predict embryo.mov --out embryo.csv --gif embryo.gif
              elegans predict movies --out counts
              elegans predict movies --out counts --parquet all.parquet
              elegans predict wildtypes --out wildtype-counts --measured
              elegans predict rnai --out rnai-counts --control wildtype-counts
              elegans predict stack.ome.tif --stack-channel 2
              elegans predict pictures --sequence > embryo.csv
              elegans predict "tif/embryo-t*-p*.tif" --sequence > embryo.csv
              elegans predict field.tif --out field.csv --overview field.png
              elegans predict field.tif --embryo 2 > second.csv
              elegans predict embryo.mov --compat devolearn
              elegans predict still.png --json
              zcat embryo.avi.gz | elegans predict - > embryo.csv
            """) { inputs, output, json, intervals, measured, expected, parquet, compat, stills, overview };
        figure.AddTo(command);
        animation.AddTo(command);
        prediction.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] named = parsed.GetRequiredValue(inputs);
            bool isSequence = prediction.IsSequence(parsed);
            if (isSequence && parsed.GetValue(stills)) throw new UsageException(
                "--sequence reads pictures as one movie, and --stills counts each on its own; give one of them.");
            if (!isSequence && !ManyInputs.IsOne(named))
            {
                if (!parsed.GetValue(stills) && !named.Any(NamedInputs.IsStream)) ManyInputs.RefuseFrames(named, ManyInputs.Find(named, (_, _) => { }));
                string tables = parsed.GetValue(output) ?? throw new UsageException("Many inputs need a folder for their tables: give --out FOLDER.");
                if (figure.IsAsked(parsed) || animation.IsAsked(parsed) || parsed.GetValue(json) || parsed.GetValue(
                    compat) is not null || parsed.GetValue(overview) is not null) throw new UsageException(
                    "--plot, --gif, --overview, --json and --compat are for one input; of many, tables are written.");
                return await PredictMany(named, tables, parsed.GetValue(parquet), parsed, prediction, Columns(parsed), cancellation);
            }

            string path = named[0];
            if (parsed.GetValue(parquet) is not null) throw new UsageException("--parquet is for many inputs.");
            if (parsed.GetValue(compat) is not null && (parsed.GetValue(json) || Columns(parsed) != CountColumns.None)) throw new UsageException(
                "--compat writes that tool's columns alone, without --json, --intervals, --measured and --expected.");
            figure.Check(parsed, path);
            RequirePng(parsed.GetValue(overview), path);
            string? folder = OutputFolder.Of(parsed.GetValue(output));
            if (folder is not null && (parsed.GetValue(json) || parsed.GetValue(compat) is not null)) throw new UsageException(
                "--out names a folder, into which tables and plots are written; --json and --compat are for a file.");
            if (folder is null) Destination.RequireDistinct(parsed.GetValue(output), path);
            else OutputFolder.RequireDistinct(folder, path);
            prediction.Control!.RequireDistinct(
                parsed, folder ?? (parsed.GetValue(output) is { Length: > 0 } table ? Path.GetDirectoryName(Path.GetFullPath(table)) : null));
            using var received = new NamedInputs(parsed, prediction.Limits(parsed), cancellation);
            using LoadedModel model = prediction.Model(parsed);
            bool isOnlyOne = parsed.GetValue(compat) is not null;
            int?[] positions = folder is null ? [null] : received.Read(() => prediction.Positions(parsed, received.File(path)));
            if (positions.Length > 1 && (figure.IsAsked(parsed) || animation.IsAsked(parsed) || parsed.GetValue(overview) is not null))
                throw new UsageException(FormattableString.Invariant(
                    $"{path} has {positions.Length} positions, and --plot, --gif and --overview are for one: choose it with --position."));
            int failed = 0;
            foreach (int? position in positions)
            {
                try
                {
                    await PredictOne(position);
                }
                catch (InputException exception) when (positions.Length > 1)
                {
                    // A position that cannot be read costs itself only.
                    failed++;
                    await parsed.InvocationConfiguration.Error.WriteLineAsync(
                        FormattableString.Invariant($"{ElegansProgram.Name}: position {position}: {InputAdvice.With(exception.Message, exception.Remedy)}"));
                }
            }

            return failed == 0 ? ExitCode.Done : failed < positions.Length ? ExitCode.Some : ExitCode.Input;

            async Task PredictOne(int? position)
            {
                string called = position is { } number ? SummaryRow.NameOf(path, number) : path;
                Prediction predicted = received.Read(() =>
                {
                    if (animation.IsAsked(parsed)) animation.Check(parsed, () => prediction.Open(parsed, received.File(path)), path);
                    return prediction.Predict(model, received.File(path), called, parsed, isOnlyOne, cancellation, position);
                });
                MoviePrediction predictions = predicted.Frames;
                ImmutableArray<EmbryoPrediction> embryos = isOnlyOne ? predicted.Field.Embryos[..1] : predicted.Field.Embryos;
                var drawn = EmbryoFigures.Of(Path.GetFileName(called), predicted.Field);
                if (folder is not null)
                {
                    OutputFolder.Write(folder, path, position, predicted.Field, drawn, prediction.Open(parsed, received.File(path), position), Columns(parsed));
                }
                else
                {
                    Destination.Write(parsed.GetValue(output), parsed.InvocationConfiguration.Output, writer =>
                    {
                        if (parsed.GetValue(json)) WriteJson(writer, path, model.Value.Card, embryos);
                        else if (parsed.GetValue(compat) is not null) CountTable.WriteDevolearn(writer, predictions);
                        else CountTable.WriteCsv(writer, embryos, Columns(parsed));
                    });
                }

                if (parsed.GetValue(overview) is { } picture)
                    FieldOverview.Save(picture, prediction.Open(parsed, received.File(path)), predicted.Field.Field, predictions.Count);
                if (drawn.Length == 1) figure.Save(parsed, drawn[0]);
                else figure.Save(parsed, drawn);
                animation.Save(parsed, drawn[0], received.File(path), prediction, cancellation);
                if (!parsed.GetValue(Progress.Quiet))
                {
                    string[] written =
                        [.. new[] { parsed.GetValue(output), figure.File(parsed), animation.File(parsed), parsed.GetValue(overview) }.OfType<string>()];
                    string which = position is null ? "" : FormattableString.Invariant($"position {position}: ");
                    foreach (EmbryoPrediction embryo in embryos)
                        await parsed.InvocationConfiguration.Error.WriteLineAsync(
                            $"{which}{(embryos.Length > 1 ? FormattableString.Invariant($"embryo {embryo.Number}: ") : "")}"
                            + $"{PredictedInput.Of(embryo.Frames, predicted.FrameInterval)}{(written.Length > 0 ? $"; {string.Join(", ", written)}" : "")}");
                }
            }
        });
        return command;

        CountColumns Columns(ParseResult parsed) => (parsed.GetValue(intervals) ? CountColumns.Intervals : CountColumns.None)
            | (parsed.GetValue(measured) ? CountColumns.Measured : CountColumns.None) | (parsed.GetValue(expected) ? CountColumns.Expected : CountColumns.None);
    }

    private static void RequirePng(string? overview, string path)
    {
        Destination.RequireDistinct(overview, path);
        if (overview is not null && !Path.GetExtension(overview).Equals(".png", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--overview {overview} does not end in .png.");
    }

    private static async Task<int> PredictMany(
        string[] named, string folder, string? parquet, ParseResult parsed, PredictionOptions prediction, CountColumns more, CancellationToken cancellation)
    {
        if (parquet is not null) ParquetTable.RequireFormat(parquet);
        TextWriter error = parsed.InvocationConfiguration.Error;
        IReadOnlyList<string> files = ManyInputs.Find(
            named, (where, count) => error.WriteLine($"elegans: {where}: {count} file(s) that are neither movies nor images are left alone."),
            (where, count) => error.WriteLine($"elegans: {where}: {count} file(s) are parts of others beside them, and are read with those."));
        using var received = new NamedInputs(parsed, prediction.Limits(parsed), cancellation);
        prediction.Control!.RequireDistinct(parsed, folder);
        ControlGrowth? controls = prediction.Control.Read(parsed, () => prediction.Card(parsed));
        var run = new ManyPredictions(folder, prediction.Settings(parsed, more, controls), error, parsed.GetValue(Progress.Quiet));
        Destination.RequireDistinct(parquet);
        IReadOnlyList<SummaryRow> rows = await run.Run(
            files, received, (input, table) => prediction.Job(parsed, input, table, more, controls), NamedInputs.PatienceOf(parsed), cancellation);
        if (parquet is not null) await ParquetTable.Write(parquet, folder, rows);
        int done = rows.Count(row => row.Predicted is not null);
        return done == rows.Count ? ExitCode.Done : done > 0 ? ExitCode.Some : ExitCode.Input;
    }

    private static void WriteJson(TextWriter writer, string path, ModelCard card, IReadOnlyList<EmbryoPrediction> embryos)
    {
        using var buffer = new MemoryStream();
        CountTable.WriteJson(buffer, path, $"{card.Name} {card.Version}", embryos);
        writer.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
