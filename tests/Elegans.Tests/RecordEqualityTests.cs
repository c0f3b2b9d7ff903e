using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;

namespace Elegans.Tests;

/// <summary>Records say that they are values; two with the same content are equal, collections in them included.</summary>
public sealed class RecordEqualityTests
{
    private static readonly Assembly[] Ours =
    [
        typeof(LineagePopulationModel).Assembly, typeof(Elegans.Annotation.NucleiTrack).Assembly, typeof(Elegans.Simulation.SimulatedMovie).Assembly,
        typeof(Elegans.Workers.Worker).Assembly, typeof(Elegans.Server.ElegansServer).Assembly, typeof(Elegans.Cli.ElegansProgram).Assembly,
    ];

    [Fact]
    public void No_record_compares_a_collection_by_identity()
    {
        Type[] records = [.. Ours.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Elegans", StringComparison.Ordinal) == true && IsRecord(type))];
        Assert.True(records.Length > 40, "Records are not recognised.");
        string[] wrong = [.. from record in records
                             from field in record.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                             where IsCollection(field.FieldType)
                             select $"{record}.{field.Name}"];
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_reading_equals_another_of_the_same_numbers()
    {
        FrameReading one = new(new FrameIndex(3), FrameStatus.Ok, [1, 2, 3, 4, 5, 6, 7]), same = new(new FrameIndex(3), FrameStatus.Ok, [1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, same with { Cells = [1, 2, 3, 4, 5, 6, 8] });
        Assert.NotEqual(one, same with { Cells = [1, 2, 3] });
        Assert.NotEqual(one, same with { Cells = default });
    }

    [Fact]
    public void Intervals_equal_others_of_the_same_bounds()
    {
        CountIntervals Intervals(int? high) => new([new CountInterval(1, high), null], new CountInterval(2, 3));
        Assert.Equal(Intervals(4), Intervals(4));
        Assert.NotEqual(Intervals(4), Intervals(5));
        IntervalCalibration Calibration(double? last) => new() { Doublings = [[1, 2], [3, last]], Minutes = [[4]] };
        Assert.Equal(Calibration(null), Calibration(null));
        Assert.Equal(Calibration(0.5).GetHashCode(), Calibration(0.5).GetHashCode());
        Assert.NotEqual(Calibration(null), Calibration(0));
    }

    /// <summary>The compiler gives record classes a method to copy, and record structures one to print; equality of one's own is one's own affair.</summary>
    private static bool IsRecord(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
        bool isRecord = type.GetMethod("<Clone>$", Own) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Own) is not null);
        return isRecord && type.GetMethod("Equals", Own, [type]) is { } equals && equals.IsDefined(typeof(CompilerGeneratedAttribute));
    }

    private static bool IsCollection(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { } plain && plain != typeof(string)
            && (typeof(IEnumerable).IsAssignableFrom(plain) || plain == typeof(JsonElement));
}
