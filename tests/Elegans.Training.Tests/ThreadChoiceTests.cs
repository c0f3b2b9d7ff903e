using Elegans.Training.Networks;
using Elegans.Training.Run;

namespace Elegans.Training.Tests;

public sealed class ThreadChoiceTests
{
    private readonly List<string> said = [];
    private int threads;

    [Fact]
    public void The_quickest_number_of_threads_goes_on()
    {
        ThreadChoice choice = Begun(2, 1);
        Assert.Equal(2, threads);
        Finish(choice, ThreadChoice.TrialBatches, 5);
        Assert.Equal(1, threads);
        Finish(choice, ThreadChoice.TrialBatches, 2);
        Assert.Equal((1, false), (threads, choice.IsTrying));
        Assert.Equal("5.00 s a batch with 2, 2.00 s a batch with 1 thread(s): going on with 1", Assert.Single(said));
    }

    [Fact]
    public void More_threads_go_on_where_they_are_quicker_and_the_first_batches_of_a_trial_do_not_count()
    {
        ThreadChoice choice = Begun(2, 1);
        Finish(choice, ThreadChoice.SettlingBatches, 99);
        Finish(choice, ThreadChoice.TrialBatches - ThreadChoice.SettlingBatches, 1);
        Finish(choice, ThreadChoice.TrialBatches, 2);
        Assert.Equal(2, threads);
    }

    [Fact]
    public void Batches_that_become_much_slower_are_tried_again_but_not_at_once()
    {
        ThreadChoice choice = Begun(2, 1);
        Finish(choice, ThreadChoice.TrialBatches, 1);
        Finish(choice, ThreadChoice.TrialBatches, 2);
        Finish(choice, 5 * ThreadChoice.TrialBatches, 10);
        Assert.False(choice.IsTrying);
        Finish(choice, 10 * ThreadChoice.TrialBatches, 1.2);
        Assert.False(choice.IsTrying);
        Finish(choice, ThreadChoice.TrialBatches, 10);
        Assert.True(choice.IsTrying);
    }

    [Fact]
    public void One_number_alone_is_not_tried()
    {
        ThreadChoice choice = Begun(3);
        Finish(choice, 20 * ThreadChoice.TrialBatches, 1);
        Finish(choice, 20 * ThreadChoice.TrialBatches, 9);
        Assert.Equal(3, threads);
        Assert.Empty(said);
    }

    /// <summary>He et al. 2016 give 1.8 billion for three colours of 224 × 224; one colour saves two thirds of the first layer's 118 million.</summary>
    [Fact]
    public void A_frame_takes_as_many_multiplications_as_the_paper_says() =>
        Assert.InRange(ResNet18.MultiplicationsOf(224, 224), 1.70e9, 1.76e9);

    private static void Finish(ThreadChoice choice, int batches, double seconds)
    {
        for (int batch = 0; batch < batches; batch++) choice.End(seconds);
    }

    private ThreadChoice Begun(params int[] candidates)
    {
        var choice = new ThreadChoice(candidates, number => threads = number, said.Add);
        choice.Begin();
        return choice;
    }
}
