using System.Text.Json.Serialization;

namespace Elegans.Workers;

/// <summary>What kind of thing went wrong with a job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerFailure>))]
public enum WorkerFailure
{
    /// <summary>The input cannot be used, and the reason says why.</summary>
    Input,

    /// <summary>The model cannot be used.</summary>
    Model,

    /// <summary>An output cannot be written, as on a full disk.</summary>
    Output,

    /// <summary>The native decoder crashed on the input, and its process with it.</summary>
    Decoder,

    /// <summary>Memory did not suffice: the program ran out of it, or the system ended the process.</summary>
    Memory,

    /// <summary>A fault of this program, not of the input.</summary>
    Fault,

    /// <summary>The process reported nothing for too long and was ended.</summary>
    Silence,

    /// <summary>Somebody ended the process.</summary>
    Ended,
}
