using System.Text.Json.Serialization;

namespace Elegans.Training.Recipe;

/// <summary>What moves the weights.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Optimiser>))]
public enum Optimiser
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101).</summary>
    AdamW,

    /// <summary>Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980).</summary>
    Adam,
}
