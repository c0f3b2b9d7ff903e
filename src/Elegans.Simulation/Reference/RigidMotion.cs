using System.Numerics;

namespace Elegans.Simulation.Reference;

/// <summary>A turn, a scaling and a shift that bring one cloud of points onto another.</summary>
internal readonly record struct RigidMotion(Quaternion Turn, float Scale, Vector3 From, Vector3 To)
{
    internal Vector3 Apply(Vector3 point) => (Vector3.Transform(point - From, Turn) * Scale) + To;

    /// <summary>
    /// The motion that brings the first points nearest to the second ones, in least squares: Horn 1987,
    /// https://doi.org/10.1364/JOSAA.4.000629. It never mirrors: embryos are not mirrored.
    /// </summary>
    internal static RigidMotion Between(IReadOnlyList<(Vector3 From, Vector3 To)> pairs)
    {
        Vector3 from = default, to = default;
        foreach ((Vector3 a, Vector3 b) in pairs)
        {
            from += a / pairs.Count;
            to += b / pairs.Count;
        }

        double[,] s = new double[3, 3];
        double fromSquare = 0, toSquare = 0;
        foreach ((Vector3 a, Vector3 b) in pairs)
        {
            Vector3 p = a - from, q = b - to;
            fromSquare += p.LengthSquared();
            toSquare += q.LengthSquared();
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++) s[i, j] += p[i] * q[j];
        }

        double[,] n =
        {
            { s[0, 0] + s[1, 1] + s[2, 2], s[1, 2] - s[2, 1], s[2, 0] - s[0, 2], s[0, 1] - s[1, 0] },
            { s[1, 2] - s[2, 1], s[0, 0] - s[1, 1] - s[2, 2], s[0, 1] + s[1, 0], s[2, 0] + s[0, 2] },
            { s[2, 0] - s[0, 2], s[0, 1] + s[1, 0], s[1, 1] - s[0, 0] - s[2, 2], s[1, 2] + s[2, 1] },
            { s[0, 1] - s[1, 0], s[2, 0] + s[0, 2], s[1, 2] + s[2, 1], s[2, 2] - s[0, 0] - s[1, 1] },
        };
        double[] q4 = LargestEigenvector(n);
        var turn = Quaternion.Normalize(new Quaternion((float)q4[1], (float)q4[2], (float)q4[3], (float)q4[0]));
        return new RigidMotion(turn, (float)Math.Sqrt(toSquare / fromSquare), from, to);
    }

    private static double[] LargestEigenvector(double[,] n)
    {
        // Power iteration on a matrix made positive by a shift of its norm.
        double shift = 0;
        foreach (double value in n) shift += Math.Abs(value);
        double[] vector = [1, 0.3, 0.2, 0.1];
        for (int iteration = 0; iteration < 2000; iteration++)
        {
            double[] next = new double[4];
            for (int i = 0; i < 4; i++)
            {
                next[i] = shift * vector[i];
                for (int j = 0; j < 4; j++) next[i] += n[i, j] * vector[j];
            }

            double length = Math.Sqrt(next.Sum(value => value * value));
            for (int i = 0; i < 4; i++) vector[i] = next[i] / length;
        }

        return vector;
    }
}
