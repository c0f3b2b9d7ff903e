namespace Elegans.Server.Tests;

public sealed class PublicTextTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "No space left on device : '/srv/lab data/jobs/ab/counts.csv'", "No space left on device : 'counts.csv'" },
        { "/srv/data/jobs/ab/input.mp4: is not a movie", "input.mp4: is not a movie" },
        { "OpenCV(4.13.0) /home/runner/work/opencv/loadsave.cpp:1132: error: (-215)", "OpenCV(4.13.0) loadsave.cpp:1132: error: (-215)" },
        { "dlopen:/usr/lib/x86/libx.so failed (see /etc/x.conf/y).", "dlopen:libx.so failed (see y)." },
        { @"Access to the path 'C:\Users\Ann Lee\elegans\jobs\x' is denied.", "Access to the path 'x' is denied." },
        { @"open C:\Users\ann\x.tif or \\lab\share\y.tif", "open x.tif or y.tif" },
        { "see file:///home/ann/x.mov", "see x.mov" },
        { $"The model in {AppContext.BaseDirectory}models/card.json is spoilt.", "The model in card.json is spoilt." },
        { "20 of 30 frames/s, and/or 16/32 bits; https://doi.org/10.1101/gr.131920.111",
            "20 of 30 frames/s, and/or 16/32 bits; https://doi.org/10.1101/gr.131920.111" },
        { "'notes.mov' is not a movie that can be decoded.", "'notes.mov' is not a movie that can be decoded." },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_for_visitors_names_no_place_on_the_machine(string text, string expected)
    {
        Assert.Equal(expected, PublicText.Of(text));
        Assert.Equal(expected, new Problem(text).Reason);
        Assert.Equal(expected, new Jobs.MovieJob("a", "b", 1, default) { Reason = text }.Reason);
        Assert.Equal(expected, new Jobs.MovieJob("a", "b", 1, default) { TrackProblem = text }.TrackProblem);
    }
}
