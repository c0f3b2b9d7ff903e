using System.Collections.Immutable;

namespace Elegans.Lineages;

/// <summary>How far predicted counts lie from annotated ones, over the annotated frames.</summary>
public sealed record CountErrors
{
    private readonly ByContent<ImmutableArray<double>> lineageErrors;
    private readonly ByContent<ImmutableArray<double>> exactShares = new([]);

    /// <summary>Number of frames compared.</summary>
    public required int Frames { get; init; }

    /// <summary>Mean absolute error of each lineage in cells, in table order.</summary>
    public required ImmutableArray<double> LineageErrors
    {
        get => lineageErrors.Value;
        init => lineageErrors = new(value);
    }

    /// <summary>Mean absolute error of the total in cells.</summary>
    public required double TotalError { get; init; }

    /// <summary>Mean absolute error of the total as a share of the annotated total: 0.1 is ten percent.</summary>
    public required double TotalShareError { get; init; }

    /// <summary>The share of frames whose total lies within ten percent of the annotated one.</summary>
    public required double ShareWithinTenPercent { get; init; }

    /// <summary>The share of frames in which each lineage is counted exactly, in table order; empty where it was not measured.</summary>
    public ImmutableArray<double> ExactShares
    {
        get => exactShares.Value;
        init => exactShares = new(value);
    }

    /// <summary>The mean absolute errors of the seven lineages added up, in cells.</summary>
    public double SummedLineageError => LineageErrors.Sum();

    /// <summary>Compares counts frame by frame.</summary>
    /// <param name="frames">For each annotated frame, what was predicted and what was annotated.</param>
    /// <exception cref="ArgumentException">There is no frame, or one is annotated as having no cell at all.</exception>
    public static CountErrors Of(IEnumerable<(LineageCounts Predicted, LineageCounts Annotated)> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        double[] lineages = new double[FounderLineages.Count], exact = new double[FounderLineages.Count];
        double total = 0, share = 0;
        int count = 0, within = 0;
        foreach ((LineageCounts predicted, LineageCounts annotated) in frames)
        {
            if (annotated.Total == 0) throw new ArgumentException("A frame annotated without a single cell has no error in percent.", nameof(frames));
            foreach (Lineage lineage in FounderLineages.All)
            {
                lineages[(int)lineage] += Math.Abs(predicted[lineage] - annotated[lineage]);
                if (predicted[lineage] == annotated[lineage]) exact[(int)lineage]++;
            }

            int error = Math.Abs(predicted.Total - annotated.Total);
            total += error;
            share += error / (double)annotated.Total;
            if (error * 10L <= annotated.Total) within++;
            count++;
        }

        if (count == 0) throw new ArgumentException("There is no annotated frame to compare.", nameof(frames));
        return new CountErrors
        {
            Frames = count,
            LineageErrors = [.. lineages.Select(sum => sum / count)],
            ExactShares = [.. exact.Select(sum => sum / count)],
            TotalError = total / count,
            TotalShareError = share / count,
            ShareWithinTenPercent = within / (double)count,
        };
    }
}
