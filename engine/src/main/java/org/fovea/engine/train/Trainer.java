package org.fovea.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// How a network is to be trained: examples, loss, optimiser, schedule and the rest, said one by one.
///
/// ```
/// Outcome outcome = Trainer.of(network, examples)
///         .loss(new CrossEntropy(0.1))
///         .optimizer(new AdamW(0.01))
///         .schedule(Schedule.cosine(1e-3, 20 * Trainer.stepsPerEpoch(examples.size(), 32)))
///         .epochs(20)
///         .batchSize(32)
///         .seed(1)
///         .train();
/// ```
///
/// The order of the examples, their random changes and dropout follow from the seed alone: the same seed gives the same
/// bits on any number of threads, and a [TrainingRun] that was stopped and resumed gives what an unbroken one gives.
public final class Trainer {
    final Network network;
    final Examples examples;
    Loss loss = new CrossEntropy();
    Optimizer optimizer = new AdamW(0.01);
    Schedule schedule = Schedule.constant(1e-3);
    int epochs = 10;
    int batchSize = 32;
    long seed;
    Workers workers = Workers.common();
    final List<TrainingListener> listeners = new ArrayList<>();

    @Nullable
    Double clipNorm;

    @Nullable
    Examples validation;

    @Nullable
    EarlyStopping earlyStopping;

    private Trainer(Network network, Examples examples) {
        this.network = network;
        this.examples = examples;
    }

    /// Begins with cross-entropy, AdamW with decay 0.01 at a constant rate of 1e-3, 10 epochs of batches of 32,
    /// seed 0.
    ///
    /// @param network its parameters are changed in place; initialise them before
    /// @throws IllegalArgumentException if there are no examples, or their shape is not the network's input
    public static Trainer of(Network network, Examples examples) {
        check(network, examples);
        return new Trainer(network, examples);
    }

    private static void check(Network network, Examples examples) {
        if (examples.size() < 1) {
            throw new IllegalArgumentException("there are no examples to learn from or to measure on");
        }
        if (!examples.shape().equals(network.input().shape())) {
            throw new IllegalArgumentException(network.name() + " expects examples of shape "
                    + network.input().shape() + ", found " + examples.shape());
        }
    }

    /// Steps in one pass over `examples`: full batches, and one for the rest. A rest of a single example is left
    /// out, because a batch of one has no variance to normalise by.
    ///
    /// @throws IllegalArgumentException if either is below 1
    public static int stepsPerEpoch(int examples, int batchSize) {
        atLeastOne("examples", examples);
        atLeastOne("batch size", batchSize);
        int rest = examples % batchSize;
        return examples / batchSize + (rest > 1 || examples < batchSize ? 1 : 0);
    }

    public Trainer loss(Loss loss) {
        this.loss = loss;
        return this;
    }

    /// The optimiser, new: it keeps state for this training.
    public Trainer optimizer(Optimizer optimizer) {
        this.optimizer = optimizer;
        return this;
    }

    public Trainer schedule(Schedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /// Passes over the examples, at least 1.
    public Trainer epochs(int epochs) {
        this.epochs = atLeastOne("epochs", epochs);
        return this;
    }

    /// Examples in a step, at least 1.
    public Trainer batchSize(int batchSize) {
        this.batchSize = atLeastOne("batch size", batchSize);
        return this;
    }

    public Trainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    public Trainer workers(Workers workers) {
        this.workers = workers;
        return this;
    }

    /// Adds someone who is told of every step and epoch.
    public Trainer listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /// Scales the gradients down where the norm of all of them together is above `norm`.
    public Trainer clipNorm(double norm) {
        if (!(norm > 0)) {
            throw new IllegalArgumentException("the norm to clip at must be above 0, found " + norm);
        }
        this.clipNorm = norm;
        return this;
    }

    /// Measures loss and accuracy on other examples after each epoch.
    public Trainer validation(Examples validation) {
        check(network, validation);
        this.validation = validation;
        return this;
    }

    /// Ends when the validation figure has stopped improving, and gives the network the weights that were best.
    /// Needs [#validation].
    public Trainer earlyStopping(EarlyStopping earlyStopping) {
        this.earlyStopping = earlyStopping;
        return this;
    }

    /// Trains to the end.
    public Outcome train() {
        return start().finish();
    }

    /// A training at its first step, for those who take the steps themselves.
    ///
    /// @throws IllegalStateException if early stopping watches what is not measured
    public TrainingRun start() {
        if (earlyStopping != null && validation == null) {
            throw new IllegalStateException("early stopping needs validation examples");
        }
        if (earlyStopping != null && earlyStopping.figure() == EarlyStopping.Figure.ACCURACY && !loss.classifies()) {
            throw new IllegalStateException("early stopping watches the accuracy, but the loss does not classify");
        }
        return new TrainingRun(this);
    }

    /// A training at the step where [TrainingRun#save] was called. Network, optimiser, and all settings must be
    /// those of the training that was saved; the network's parameters and the optimiser's state are overwritten. A
    /// training saved after its last step can be resumed as well: there is no step left, and its outcome is the one
    /// it had.
    ///
    /// Compared are the network's nodes, seed, number of examples and of validation examples, batch size, epochs,
    /// optimiser, loss, clipping, early stopping, and the schedule's rate at some steps; not the examples.
    ///
    /// @throws IOException if the file cannot be read, or is of another training; nothing has changed then
    public TrainingRun resume(Path checkpoint) throws IOException {
        TrainingRun run = start();
        Checkpoint.read(checkpoint, run);
        return run;
    }

    private static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, found " + value);
        }
        return value;
    }
}
