using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Simulation.Rendering;

/// <summary>The maximum projection that blobs of light are painted on: every pixel keeps the brightest.</summary>
internal sealed class ProjectionCanvas
{
    /// <summary>How far a profile is followed, as the square of the distance in radii.</summary>
    private const float Reach = 2.9f;
    private const int ProfileSteps = 512;
    private readonly Mat projection;
    private readonly int width, height;
    private readonly float[] profile = new float[ProfileSteps + 1];
    private readonly float mottling;
    private readonly NormalNoise noise;

    internal ProjectionCanvas(Mat projection, Microscope microscope, NormalNoise noise)
    {
        this.projection = projection;
        this.noise = noise;
        (width, height) = (projection.Width, projection.Height);
        mottling = microscope.Mottling;
        for (int i = 0; i < ProfileSteps; i++)
        {
            float squared = i * Reach / ProfileSteps, distance = MathF.Sqrt(squared);
            float edge = 1 / (1 + MathF.Exp(1.8f * (distance - 1) / microscope.EdgeSoftness));
            profile[i] = edge * MathF.Max(0, 1 - (microscope.Doming * squared));
        }
    }

    internal void Add(Blob blob)
    {
        float along = MathF.Max(blob.Along, 0.5f), across = MathF.Max(blob.Across, 0.5f);
        int reach = (int)(MathF.Sqrt(Reach) * MathF.Max(along, across)) + 1;
        int left = Math.Max(0, (int)blob.X - reach), right = Math.Min(width - 1, (int)blob.X + reach);
        int top = Math.Max(0, (int)blob.Y - reach), bottom = Math.Min(height - 1, (int)blob.Y + reach);
        if (right < left || bottom < top) return;
        (float sine, float cosine) = MathF.SinCos(blob.Angle);
        Span<float> pixels = MatSpans.Of<float>(projection);
        for (int y = top; y <= bottom; y++)
        {
            Span<float> row = pixels.Slice((y * width) + left, right - left + 1);
            ReadOnlySpan<float> grain = noise.Run(row.Length);
            float dy = y - blob.Y;
            for (int i = 0; i < row.Length; i++)
            {
                float dx = left + i - blob.X;
                float u = ((cosine * dx) + (sine * dy)) / along, v = ((cosine * dy) - (sine * dx)) / across;
                float squared = (u * u) + (v * v);
                if (squared >= Reach) continue;
                float light = blob.Brightness * profile[(int)(squared * (ProfileSteps / Reach))] * (1 + ((mottling + blob.Mottling) * grain[i]));
                if (light > row[i]) row[i] = light;
            }
        }
    }
}
