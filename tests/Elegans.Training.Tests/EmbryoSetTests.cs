using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation.Reference;
using Elegans.Training.Data;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Training.Tests;

public sealed class EmbryoSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Movies_are_matched_with_tracks_of_their_name()
    {
        NucleiTrack track = SampleTrack();
        File.Copy(Repository.SampleMovie, folder[$"{track.Name}.mp4"]);
        File.Copy(Repository.SampleMovie, folder["stranger.mp4"]);
        folder.Write("notes.txt", "not a movie");
        var set = EmbryoSet.OfFolder(folder.Path, new Dictionary<string, NucleiTrack> { [track.Name] = track });
        Assert.Equal(track.Name, Assert.Single(set.Movies).Embryo);
        Assert.Equal(("stranger", DataProblem.NoTrack), (set.Findings.Single().Embryo, set.Findings.Single().Problem));
    }

    [Fact]
    public void A_manifest_tells_recording_and_offset()
    {
        File.Copy(Repository.SampleMovie, folder["film 1.mp4"]);
        File.Copy(Repository.SampleNuclei, folder["CDone.csv.gz"]);
        AnnotatedMovie movie = Assert.Single(
            EmbryoSet.OfManifest(folder.Write("movies.csv", "movie,nuclei,recording,offset\nfilm 1.mp4,CDone.csv.gz,monday,3\n")).Movies);
        Assert.Equal(("monday", new FrameAlignment(3)), (movie.Recording, movie.Alignment));
    }

    [Fact]
    public void A_manifest_gives_roles_and_embryos_without_a_movie()
    {
        File.Copy(Repository.SampleNuclei, folder["CDa_L1.csv.gz"]);
        File.Copy(Repository.SampleNuclei, folder["CDa_L2.csv.gz"]);
        File.Copy(Repository.SampleNuclei, folder["CDb.csv.gz"]);
        var set = EmbryoSet.OfManifest(folder.Write("m.csv", "movie,nuclei,role\n,CDa_L1.csv.gz,Test\n,CDa_L2.csv.gz,\n,CDb.csv.gz,validation\n"));
        Assert.Empty(set.Movies);
        Assert.Equal(["a_L1", "a_L2", "b"], set.Tracks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((SplitSide.Test, SplitSide.Validation), (set.Roles["a_L1"], set.Roles["b"]));
        AssertRefused("movie,nuclei,role\n,CDb.csv.gz,judge\n", "line 2: 'judge' in column role is none of training, validation");
        AssertRefused("movie,nuclei,role\n,CDa_L1.csv.gz,test\n,CDa_L2.csv.gz,training\n", "line 3: puts a_L2 on another side than a_L1 of the same recording");
    }

    [Fact]
    public void A_manifest_that_cannot_be_followed_says_where()
    {
        File.Copy(Repository.SampleMovie, folder["a.mp4"]);
        File.Copy(Repository.SampleNuclei, folder["CDa.csv.gz"]);
        AssertRefused("film,track\n", "is not the header of a manifest of movies: no column");
        AssertRefused("movie,nuclei\nb.mp4,CDa.csv.gz\n", "line 2: names the movie b.mp4, which does not exist");
        AssertRefused("movie,nuclei\na.mp4,CDb.csv\n", "line 2: names the track CDb.csv, which does not exist");
        AssertRefused("movie,nuclei\na.mp4,CDa.csv.gz\na.mp4,CDa.csv.gz\n", "line 3: names the embryo a a second time");
        AssertRefused("movie,nuclei,offset\na.mp4,CDa.csv.gz,first\n", "'first' in column offset is not an offset");
        AssertRefused("movie,nuclei\na.mp4\n", "line 2: has 1 fields");
        AssertRefused("movie,nuclei\n", "names no embryo");
    }

    [Fact]
    public void A_folder_without_movies_is_refused()
    {
        Assert.Contains("holds no movie", Assert.Throws<InputException>(() => EmbryoSet.OfFolder(folder.Path, new Dictionary<string, NucleiTrack>())).Message,
            StringComparison.Ordinal);
        Assert.Contains("is not a folder of movies", Assert.Throws<InputException>(
            () => EmbryoSet.OfFolder(folder["none"], new Dictionary<string, NucleiTrack>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dark_blank_repeated_and_untraced_frames_are_listed_and_left_out()
    {
        NucleiTrack track = SampleTrack();
        string spoilt = folder["spoilt.avi"];
        int frames = Spoil(spoilt, (frame, before, number) => number switch
        {
            10 => frame * 0,
            20 => frame * 0.05,
            31 => before!.Clone(),
            _ => frame.Clone(),
        });
        DataCheck check = Check(spoilt, track);
        Assert.Equal(DataProblem.Blank, Problem(10));
        Assert.Contains(Problem(20), new DataProblem?[] { DataProblem.Dark, DataProblem.Blank });
        Assert.Equal(DataProblem.Duplicate, Problem(31));
        Assert.Null(Problem(30));
        AnnotatedMovie movie = Assert.Single(check.Movies);
        Assert.False(check.IsUsable(movie, new FrameIndex(31)));
        Assert.True(check.IsUsable(movie, new FrameIndex(30)));
        var table = new StringWriter();
        check.WriteCsv(table);
        Assert.Contains(",31,Duplicate,\"equal to frame 30\"", table.ToString(), StringComparison.Ordinal);
        var summary = new StringWriter();
        check.WriteSummary(summary);
        Assert.Contains($"{frames - check.Findings.Count} of {frames} frames can be used", summary.ToString(), StringComparison.Ordinal);

        DataProblem? Problem(int frame) => check.Findings.SingleOrDefault(finding => finding.Frame?.Value == frame)?.Problem;
    }

    [Fact]
    public void A_movie_with_the_track_of_another_embryo_is_left_out_as_a_whole()
    {
        NucleiTrack other = Simulation.Reference.ReferenceEmbryo.BuiltIn.Draw(new Random(99), new Simulation.Reference.DrawingOptions { Name = "other" });
        DataCheck check = Check(Repository.SampleMovie, other);
        Assert.Empty(check.Movies);
        Assert.Equal((null, DataProblem.NotAligned), (check.Findings.Single().Frame, check.Findings.Single().Problem));
    }

    [Fact]
    public void So_is_one_with_the_wrong_offset()
    {
        NucleiTrack track = SampleTrack();
        var wrong = new AnnotatedMovie(Repository.SampleMovie, track, "r", new FrameAlignment(track.TimePoints[0].Value + 9));
        DataFinding finding = Check(wrong).Findings.Single();
        Assert.Contains($"fits with offset {track.TimePoints[0].Value}", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_movie_is_left_out_with_its_reason()
    {
        string cut = folder.Write("cut.mp4", File.ReadAllBytes(Repository.SampleMovie).AsSpan(0, 5000));
        Assert.Equal(DataProblem.Unreadable, Check(cut, SampleTrack()).Findings.Single().Problem);
    }

    private static NucleiTrack SampleTrack() => NucleiTrackReader.Read(Repository.SampleNuclei);

    private DataCheck Check(string movie, NucleiTrack track) => Check(new AnnotatedMovie(movie, track, "r", new FrameAlignment(track.TimePoints[0].Value)));

    /// <summary>Through a manifest, as a lab would name its movie.</summary>
    private DataCheck Check(AnnotatedMovie movie)
    {
        string track = folder[$"CD{movie.Embryo}.csv"];
        NucleiTrackWriter.Write(track, movie.Track);
        string manifest = folder.Write("manifest.csv", $"movie,nuclei,offset\n{movie.Path},{track},{movie.Alignment.Offset}\n");
        return DataCheck.Of(EmbryoSet.OfManifest(manifest), new InputSpecification(), cancellation: TestContext.Current.CancellationToken);
    }

    private void AssertRefused(string manifest, string problem) =>
        Assert.Contains(problem, Assert.Throws<InputException>(() => EmbryoSet.OfManifest(folder.Write("m.csv", manifest))).Message, StringComparison.Ordinal);

    /// <summary>The sample movie again, lossless, with some frames spoilt.</summary>
    private static int Spoil(string path, Func<Mat, Mat?, int, Mat> change)
    {
        Mat? before = null;
        int number = 0;
        VideoWriter? writer = null;
        foreach (MovieFrame frame in FrameSource.Open(Repository.SampleMovie).Frames())
        {
            using (frame)
            using (var colour = new Mat())
            {
                Mat changed = change(frame.Image.Pixels, before, number++);
                Cv2.CvtColor(changed, colour, ColorConversionCodes.GRAY2BGR);
                writer ??= new VideoWriter(path, VideoWriter.FourCC('F', 'F', 'V', '1'), 10, colour.Size());
                Assert.True(writer.IsOpened());
                writer.Write(colour);
                before?.Dispose();
                before = changed;
            }
        }

        writer?.Dispose();
        before?.Dispose();
        return number;
    }
}
