using Elegans.Embryos;
using OpenCvSharp;

namespace Elegans.Tests.Embryos;

public sealed class StandingLightTests
{
    private const int Looks = 10, Width = 320, Height = 220;

    [Fact]
    public void Thick_letters_a_box_and_a_border_are_found_and_cover_no_more_than_themselves()
    {
        List<Rect> found = Find((frame, _) =>
        {
            Cv2.PutText(frame, "WT", new Point(20, 60), HersheyFonts.HersheySimplex, 1.6, Scalar.All(250), 9);
            Cv2.Rectangle(frame, new Rect(250, 160, 40, 30), Scalar.All(240), -1);
            Cv2.Rectangle(frame, new Rect(0, 0, Width, Height), Scalar.All(230), 5);
        });
        Assert.True(Covers(found, 32, 55));
        Assert.True(Covers(found, 270, 175));
        Assert.True(Covers(found, 2, 110));
        Assert.False(Covers(found, 160, 110));
        Assert.InRange(found.Sum(box => box.Width * box.Height) / (double)(Width * Height), 0.05, 0.45);
    }

    [Fact]
    public void Nuclei_that_move_a_shell_that_is_saturated_and_light_that_comes_later_are_not() => Assert.Empty(Find((frame, look) =>
    {
        Cv2.Circle(frame, new Point(60 + (2 * look), 60), 9, Scalar.All(255), -1);
        if (look > 3) Cv2.Rectangle(frame, new Rect(240, 20, 30, 30), Scalar.All(255), -1);
        using var shell = new Mat(frame.Size(), frame.Type(), Scalar.All(0));
        Cv2.Ellipse(shell, new RotatedRect(new Point2f(180, 150), new Size2f(120, 70), 10), Scalar.All(255), -1);
        Cv2.GaussianBlur(shell, shell, new Size(0, 0), 4);
        Cv2.Max(frame, shell, frame);
    }));

    [Fact]
    public void A_few_looks_prove_nothing()
    {
        using var standing = new StandingLight();
        for (int look = 0; look < 5; look++)
        {
            using Mat frame = Ground(look);
            Cv2.Rectangle(frame, new Rect(250, 160, 40, 30), Scalar.All(240), -1);
            standing.Look(frame);
        }

        Assert.Empty(standing.Found);
    }

    private static List<Rect> Find(Action<Mat, int> draw)
    {
        using var standing = new StandingLight();
        for (int look = 0; look < Looks; look++)
        {
            using Mat frame = Ground(look);
            draw(frame, look);
            standing.Look(frame);
        }

        return [.. standing.Found];
    }

    private static Mat Ground(int look)
    {
        var frame = new Mat(Height, Width, MatType.CV_8UC1);
        new RNG((ulong)look + 1).Fill(frame, DistributionType.Normal, InputArray.Create(new double[] { 12 }), InputArray.Create(new double[] { 4 }));
        return frame;
    }

    private static bool Covers(IEnumerable<Rect> boxes, int x, int y) => boxes.Any(box => box.Contains(new Point(x, y)));
}
