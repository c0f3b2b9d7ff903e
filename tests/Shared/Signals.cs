using System.Globalization;

namespace Elegans.Tests;

/// <summary>What this process does with signals: what it ignores, the processes it starts ignore too.</summary>
internal static class Signals
{
    private const int Interrupt = 2;

    /// <summary>Skips a test that interrupts a process where interrupts are ignored, as shells have it for what they run in the background.</summary>
    public static void RequireInterrupts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill.");
        string ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split(':')[1].Trim();
        Assert.SkipWhen((ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0,
            "Interrupts are ignored here: the tests run in a shell's background.");
    }
}
