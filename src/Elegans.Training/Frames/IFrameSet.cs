using Elegans.Annotation;

namespace Elegans.Training.Frames;

/// <summary>A finite set of training frames: each can be looked at, and left out.</summary>
internal interface IFrameSet : IFrameSource
{
    /// <summary>What the set is called in lists of its frames.</summary>
    public string Name { get; }

    /// <summary>The number of frames.</summary>
    public int Count { get; }

    /// <summary>One frame as it is, not changed by chance; the caller disposes it.</summary>
    public TrainingFrame this[int number] { get; }

    /// <summary>Which embryo and time point a frame shows.</summary>
    public (string Embryo, TimePoint Time) Shown(int number);

    /// <summary>Draws these frames no longer, and all others.</summary>
    public void LeaveOut(IEnumerable<int> numbers);
}
