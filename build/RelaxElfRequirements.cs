using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Makes requirements of a shared library that it never uses harmless. See PlainLinuxNatives.targets.</summary>
/// <remarks>Offsets are those of the ELF-64 object file format, System V ABI, chapters 4 and 5.</remarks>
public sealed class RelaxElfRequirements : Task
{
    private const int SectionDynamic = 6;
    private const int SectionVersionNeeds = 0x6ffffffe;
    private const long TagNeeded = 1;
    private const long TagDebug = 21;
    private const int FlagWeak = 2;

    private byte[] elf = Array.Empty<byte>();

    [Required]
    public string Library { get; set; } = "";

    /// <summary>Prefixes of needed libraries to ignore, separated by semicolons.</summary>
    public string IgnoreNeeded { get; set; } = "";

    public string WeakenVersion { get; set; } = "";

    public override bool Execute()
    {
        elf = File.ReadAllBytes(Library);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogError("Not a 64-bit little-endian ELF library: " + Library);
            return false;
        }

        int changes = 0;
        for (int section = 0; section < BitConverter.ToUInt16(elf, 60); section++)
        {
            long header = Long(40) + (long)section * BitConverter.ToUInt16(elf, 58);
            if (Int(header + 4) == SectionDynamic && IgnoreNeeded.Length > 0) changes += IgnoreNeededLibraries(header);
            if (Int(header + 4) == SectionVersionNeeds && WeakenVersion.Length > 0) changes += WeakenVersionNeeds(header);
        }

        if (changes > 0)
        {
            string aside = Library + "." + Guid.NewGuid().ToString("N") + ".tmp";
            File.WriteAllBytes(aside, elf);
            File.Delete(Library);
            File.Move(aside, Library);
            Log.LogMessage(MessageImportance.Normal, "Relaxed " + changes + " requirement(s) of " + Library);
        }

        return true;
    }

    private int IgnoreNeededLibraries(long header)
    {
        int changes = 0;
        long strings = StringTable(header);
        string[] prefixes = IgnoreNeeded.Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries);
        for (long entry = Long(header + 24); entry < Long(header + 24) + Long(header + 32); entry += 16)
        {
            if (Long(entry) != TagNeeded) continue;
            string needed = Text(strings + Long(entry + 8));
            if (!Array.Exists(prefixes, needed.StartsWith)) continue;
            BitConverter.GetBytes(TagDebug).CopyTo(elf, entry);
            changes++;
        }

        return changes;
    }

    private int WeakenVersionNeeds(long header)
    {
        int changes = 0;
        long strings = StringTable(header), need = Long(header + 24);
        for (int n = Int(header + 44); n > 0; n--, need += Int(need + 12))
        {
            long version = need + Int(need + 8);
            for (int v = BitConverter.ToUInt16(elf, (int)need + 2); v > 0; v--, version += Int(version + 12))
            {
                if (Text(strings + Int(version + 8)) != WeakenVersion || (elf[version + 4] & FlagWeak) != 0) continue;
                elf[version + 4] |= FlagWeak;
                changes++;
            }
        }

        return changes;
    }

    private long StringTable(long header) => Long(Long(40) + (long)Int(header + 40) * BitConverter.ToUInt16(elf, 58) + 24);

    private string Text(long offset) => Encoding.ASCII.GetString(elf, (int)offset, Array.IndexOf(elf, (byte)0, (int)offset) - (int)offset);

    private long Long(long offset) => BitConverter.ToInt64(elf, (int)offset);

    private int Int(long offset) => BitConverter.ToInt32(elf, (int)offset);
}
