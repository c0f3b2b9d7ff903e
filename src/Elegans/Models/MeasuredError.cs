using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>An error measured on frames, for a model card.</summary>
/// <param name="On">The movie or set of frames.</param>
/// <param name="Kind">What sort of frames: real or rendered.</param>
/// <param name="Predictor">Who predicted: this model, or another for comparison.</param>
/// <param name="Training">Whether the embryo, its recording, or a rendering of it was in training.</param>
/// <param name="Errors">The error.</param>
public sealed record MeasuredError(string On, string Kind, string Predictor, string Training, CountErrors Errors);
