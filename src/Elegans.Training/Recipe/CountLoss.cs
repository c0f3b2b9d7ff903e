using System.Text.Json.Serialization;

namespace Elegans.Training.Recipe;

/// <summary>How the distance of scaled counts from their targets is measured.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CountLoss>))]
public enum CountLoss
{
    /// <summary>Quadratic near the target, linear beyond <see cref="TrainingRecipe.LossBend"/>.</summary>
    SmoothL1,

    /// <summary>The mean squared error.</summary>
    MeanSquared,
}
