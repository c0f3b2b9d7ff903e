namespace Elegans.Training.Accuracy.Sections;

/// <summary>One section of the page on accuracy.</summary>
internal interface IReportSection
{
    /// <summary>Writes the section, its heading first.</summary>
    /// <param name="page">The page so far.</param>
    /// <param name="measured">What was measured.</param>
    public void Write(MarkdownPage page, Measurements measured);
}
