using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Sequences;

/// <summary>Numbered pictures as one movie.</summary>
public sealed class SequenceTests : IDisposable
{
    private static readonly ReadOptions Sequence = new() { IsSequence = true };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("embryo_t{0}.png")]
    [InlineData("embryo_t{0:000}.png")]
    [InlineData("{0}.tif")]
    [InlineData("2020-01-01 embryo2 frame{0}.BMP")]
    [InlineData("exp_t1_{0:00}.jpg")]
    public void Pictures_are_frames_in_the_order_of_their_numbers(string pattern)
    {
        for (int number = 1; number <= 12; number++) Save(string.Format(pattern, number), 20 * number);
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal((SourceKind.Sequence, 12, true), (movie.Description.Kind, movie.AnnouncedFrames, movie.IsMovie));
        (int Index, int Level)[] read = ReadFrames.Of(movie);
        Assert.Equal(Enumerable.Range(0, 12), read.Select(frame => frame.Index));
        Assert.All(read, frame => Assert.InRange(frame.Level, (20 * (frame.Index + 1)) - 9, (20 * (frame.Index + 1)) + 9));
        Assert.Empty(movie.Notes);
    }

    [Fact]
    public void A_missing_number_leaves_its_time_free_and_is_told()
    {
        foreach (int number in new[] { 10, 20, 30, 60, 70 }) Save($"t{number}.png", number);
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal([(0, 10), (1, 20), (2, 30), (5, 60), (6, 70)], ReadFrames.Of(movie));
        Assert.Contains("numbered 40 to 50 are missing", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_day_only_order_the_pictures()
    {
        foreach ((int time, int level) in new[] { (115930, 10), (120000, 20), (120031, 30) }) Save($"img_{time}.png", level);
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal([(0, 10), (1, 20), (2, 30)], ReadFrames.Of(movie));
        Assert.Contains("not evenly spaced", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("embryo-t{0:000}-p{1:00}.tif")]
    [InlineData("embryo_T{0}_Z{1}.png")]
    [InlineData("emb_T={0:000}_Z={1:00}.tif")]
    [InlineData("20200101_ceh-43_t{0:000}_z{1:000}.tif")]
    [InlineData("img_{0:000000000}_GFP_{1:000}.tif")]
    public void Slices_of_a_time_point_are_projected(string pattern)
    {
        for (int time = 1; time <= 3; time++)
            for (int slice = 1; slice <= 4; slice++) Save(string.Format(pattern, time, slice), slice == time ? 50 * time : 5);
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal((3, 4), (movie.AnnouncedFrames, movie.Description.Slices));
        Assert.Equal([(0, 50), (1, 100), (2, 150)], ReadFrames.Of(movie));
        Assert.Empty(movie.Notes);
        Assert.Equal(12, FrameSource.Open(folder.Path, Sequence with { Slices = 1 }).AnnouncedFrames);
    }

    [Fact]
    public void A_missing_slice_is_told()
    {
        for (int time = 1; time <= 3; time++)
            for (int slice = 1; slice <= 3; slice++) if ((time, slice) != (2, 3)) Save($"a_t{time}_p{slice}.png", 30 * time);
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal([(0, 30), (1, 60), (2, 90)], ReadFrames.Of(movie));
        Assert.Contains("1 slice(s) are missing, the first of them at time 2", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_without_times_are_one_time_point_and_that_guess_is_told()
    {
        for (int slice = 0; slice < 5; slice++) Save($"stack_z{slice:00}.tif", 20 * slice);
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal([(0, 80)], ReadFrames.Of(movie));
        Assert.Equal(InputRemedy.Slices, Assert.Single(movie.Notes).Remedy);
        Assert.Equal(5, FrameSource.Open(folder.Path, Sequence with { Slices = 1 }).AnnouncedFrames);
    }

    [Fact]
    public void Of_several_channels_one_must_be_chosen()
    {
        for (int time = 1; time <= 2; time++)
            for (int channel = 1; channel <= 2; channel++) Save($"a_t{time}_ch{channel}.png", (100 * (channel - 1)) + (10 * time));
        Assert.Equal(InputRemedy.StackChannel, Assert.Throws<InputException>(() => FrameSource.Open(folder.Path, Sequence)).Remedy);
        Assert.Equal([(0, 110), (1, 120)], ReadFrames.Of(FrameSource.Open(folder.Path, Sequence with { StackChannel = 2 })));
        Assert.Contains("channel 3 was asked for", Assert.Throws<InputException>(
            () => FrameSource.Open(folder.Path, Sequence with { StackChannel = 3 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_positions_the_first_is_read_and_the_others_are_told()
    {
        for (int time = 1; time <= 2; time++)
            for (int position = 1; position <= 2; position++) Save($"a_s{position}_t{time}.png", (100 * (position - 1)) + (10 * time));
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal([(0, 10), (1, 20)], ReadFrames.Of(movie));
        Assert.Equal(InputRemedy.Position, Assert.Single(movie.Notes).Remedy);
        Assert.Equal([(0, 110), (1, 120)], ReadFrames.Of(FrameSource.Open(folder.Path, Sequence with { Position = 2 })));
    }

    [Fact]
    public void Of_two_series_none_is_guessed_and_a_pattern_names_one()
    {
        for (int number = 1; number <= 3; number++)
        {
            Save($"control_{number}.png", 10 * number);
            Save($"mutant_{number}.png", 100 + number);
        }

        string said = Assert.Throws<InputException>(() => FrameSource.Open(folder.Path, Sequence)).Message;
        Assert.Contains("3 from control_1.png to control_3.png; 3 from mutant_1.png to mutant_3.png", said, StringComparison.Ordinal);
        Assert.Equal([(0, 101), (1, 102), (2, 103)], ReadFrames.Of(FrameSource.Open(folder["mutant_*.png"], Sequence)));
        Assert.Equal(
            [(0, 10), (1, 30)],
            ReadFrames.Of(FrameSource.Open(folder.Path, Sequence with { SequenceFiles = [folder["control_3.png"], folder["control_1.png"]] })));
    }

    [Fact]
    public void Embryos_that_are_numbered_too_are_series_of_their_own()
    {
        for (int embryo = 1; embryo <= 2; embryo++)
            for (int time = 1; time <= 3; time++) Save($"embryo{embryo}_t{time}.png", 50);
        Assert.Contains("more than one series", Assert.Throws<InputException>(() => FrameSource.Open(folder.Path, Sequence)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_lies_in_the_folder_is_left_alone()
    {
        for (int number = 1; number <= 5; number++) Save($"t{number}.png", 40 * number);
        folder.Write("Thumbs.db", "x");
        folder.Write("notes.txt", "of the day");
        folder.Write(".t6.png", "hidden");
        Save("overview.png", 3);
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal(5, ReadFrames.Of(movie).Length);
        Assert.Equal(["1 picture(s) without a number of the series are left alone, such as overview.png.", "2 file(s) beside its pictures are left alone."],
            movie.Notes.Select(note => note.Text));
    }

    [Fact]
    public void A_picture_of_another_size_is_refused_by_its_name()
    {
        for (int number = 1; number <= 3; number++) Save($"t{number}.png", 40);
        TestImages.Disc(60, 40).Save(folder["t4.png"]);
        Assert.StartsWith(
            folder["t4.png"], Assert.Throws<InputException>(() => ReadFrames.Of(FrameSource.Open(folder.Path, Sequence))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_and_one_that_has_gone_are_frames_without_counts()
    {
        for (int number = 1; number <= 6; number++) Save($"t{number}.png", 40 * number);
        folder.Write("t3.png", File.ReadAllBytes(folder["t3.png"]).AsSpan(0, 100));
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        File.Delete(folder["t5.png"]);
        Assert.Equal([0, 1, 3, 5], ReadFrames.Of(movie).Select(frame => frame.Index));
        Assert.Contains("2 of its pictures cannot be decoded", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_that_hold_several_frames_each_are_refused()
    {
        for (int number = 1; number <= 3; number++) Assert.True(Cv2.ImWrite(folder[$"t{number}.tif"], [TestImages.Disc(), TestImages.Disc()]));
        InputException refused = Assert.Throws<InputException>(() => FrameSource.Open(folder.Path, Sequence));
        Assert.Contains("holds 2 frames of its own", refused.Message, StringComparison.Ordinal);
        Assert.Equal(InputRemedy.Slices, refused.Remedy);
    }

    [Fact]
    public void A_number_that_occurs_twice_is_refused()
    {
        foreach (string name in new[] { "t1.png", "t2.png", "t01.png" }) Save(name, 50);
        Assert.Contains("two pictures with the same number: t01.png and t1.png",
            Assert.Throws<InputException>(() => FrameSource.Open(folder.Path, Sequence)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("*.png")]
    [InlineData("")]
    public void Where_there_are_no_pictures_that_is_said(string name) =>
        Assert.Throws<InputException>(() => FrameSource.Open(name.Length == 0 ? folder.Path : folder[name], Sequence));

    [Fact]
    public void A_folder_is_not_read_unless_that_is_asked_for() =>
        Assert.Equal(InputRemedy.Sequence, Assert.Throws<InputException>(() => FrameSource.Open(folder.Path)).Remedy);

    [Fact]
    public void Numbered_pictures_look_like_the_frames_of_one_movie()
    {
        for (int number = 1; number <= 11; number++) Save($"t{number}.png", 50);
        string[] files = Directory.GetFiles(folder.Path);
        Assert.Equal(new NumberedSeries(11, "t1.png", "t11.png", HasSlices: false), NumberedPictures.LookLike(files));
        Assert.Null(NumberedPictures.LookLike(files[..3]));
        Assert.Null(NumberedPictures.LookLike([.. files, folder["a.png"], folder["b.png"]]));
        Assert.Null(NumberedPictures.LookLike(["a.png", "b.png", "c.png", "d.png"]));
    }

    [Fact]
    public void Series_of_several_channels_look_like_one_movie()
    {
        NumberedSeries? found = NumberedPictures.LookLike(
            [.. Enumerable.Range(0, 5).SelectMany(time => new[] { $"GFP_{time:000}.png", $"RFP_{time:000}.png" })]);
        Assert.Equal((10, 2), (found?.Pictures, found?.Series));
        string[] waves = [.. Enumerable.Range(1, 5).SelectMany(time => new[] { $"s_w1GFP_t{time}.tif", $"s_w2RFP_t{time}.tif" })];
        Assert.Equal(2, NumberedPictures.LookLike(waves)?.Series);
    }

    [Fact]
    public void Stacks_of_as_many_planes_look_like_time_points_and_long_ones_named_by_slices_like_slices()
    {
        for (int number = 1; number <= 5; number++)
        {
            Assert.True(Cv2.ImWrite(folder[$"t{number}.tif"], [TestImages.Disc(), TestImages.Disc()]));
            Assert.True(Cv2.ImWrite(folder[$"emb_z{number}.tif"], [.. Enumerable.Range(0, 20).Select(_ => TestImages.Disc())]));
        }

        NumberedSeries? points = NumberedPictures.LookLike(Directory.GetFiles(folder.Path, "t*")),
            slices = NumberedPictures.LookLike(Directory.GetFiles(folder.Path, "emb*"));
        Assert.Equal((2, false), (points?.Planes, points?.AreMoviesOfSlices));
        Assert.Equal((20, true), (slices?.Planes, slices?.AreMoviesOfSlices));
    }

    [Theory]
    [InlineData("t0.0,t0.5,t1.0,t1.5")]
    [InlineData("t0.5,t0.75,t1.0,t1.25")]
    [InlineData("emb_00h56m,emb_00h58m,emb_01h00m,emb_01h02m")]
    [InlineData("2020-01-01T10-58-00,2020-01-01T10-59-00,2020-01-01T11-00-00,2020-01-01T11-01-00")]
    [InlineData("t-1,t0,t1,t2")]
    public void Decimals_times_and_numbers_below_zero_are_one_number(string names)
    {
        string[] all = [.. names.Split(',')];
        for (int time = 0; time < all.Length; time++) Save($"{all[time]}.png", 20 * (time + 1));
        FrameSource movie = FrameSource.Open(folder.Path, Sequence);
        Assert.Equal([(0, 20), (1, 40), (2, 60), (3, 80)], ReadFrames.Of(movie));
        Assert.Empty(movie.Notes);
    }

    [Theory]
    [InlineData("t{0:000}/img.png", 1)]
    [InlineData("t{0:000}/z{1:00}.png", 3)]
    [InlineData("T{0}/img_{1}.png", 3)]
    public void A_folder_for_each_time_point_is_read(string pattern, int slices)
    {
        for (int time = 1; time <= 11; time++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[string.Format(pattern, time, 1)])!);
            for (int slice = 1; slice <= slices; slice++) Save(string.Format(pattern, time, slice), slice == slices ? 20 * time : 5);
        }

        FrameSource movie = FrameSource.Open(folder.Path, Sequence), named = FrameSource.Open(folder["*/*.png"], Sequence);
        (int, int)[] expected = [.. Enumerable.Range(1, 11).Select(time => (time - 1, 20 * time))];
        Assert.Equal((slices, 11), (movie.Description.Slices, movie.AnnouncedFrames));
        Assert.Equal(expected, ReadFrames.Of(movie));
        Assert.Equal(expected, ReadFrames.Of(named));
    }

    [Fact]
    public void Numbered_slices_look_like_the_slices_of_one_movie_and_numbered_movies_do_not()
    {
        Assert.Equal(new NumberedSeries(6, "e-t001-p01.tif", "e-t002-p03.tif", HasSlices: true),
            NumberedPictures.LookLike([.. Enumerable.Range(0, 6).Select(place => $"e-t00{(place / 3) + 1}-p0{(place % 3) + 1}.tif")]));
        for (int number = 1; number <= 5; number++)
            Assert.True(Cv2.ImWrite(folder[$"t{number}.tif"], [.. Enumerable.Range(0, 20).Select(_ => TestImages.Disc())]));
        Assert.Null(NumberedPictures.LookLike(Directory.GetFiles(folder.Path)));
    }

    private void Save(string name, int level) => TestImages.Disc(level: level).Save(folder[name]);
}
