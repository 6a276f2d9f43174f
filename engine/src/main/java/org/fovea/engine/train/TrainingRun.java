package org.fovea.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A training under way, step by step.
///
/// One step: the batch's examples are read on the pool, each with a generator of its own (seeded by seed, epoch and
/// number of the example, so that neither threads nor order matter), then forward, loss, backward, and the optimiser's
/// step.
public final class TrainingRun implements Workers.Body {
    final Trainer trainer;
    private final Network network;
    private final int size;
    private final int batchSize;
    private final int stepsPerEpoch;
    private final Shape shape;
    private final Map<Integer, Trace> traces = new LinkedHashMap<>();
    private final Map<Integer, Tensor> batches = new LinkedHashMap<>();
    private final int[] order;
    private final @Nullable Evaluation evaluation;
    private int orderedFor = -1;
    private long nanos;
    private long timed;
    private boolean begun;

    // Where the training stands: what a checkpoint holds besides the arrays.
    final Xoshiro256 dropout;
    final Map<String, Tensor> best = new LinkedHashMap<>();
    long step;
    double lossSum;
    long right;
    long seen;
    int bestEpoch;
    double bestGoodness = Double.NEGATIVE_INFINITY;
    boolean stopped;

    @Nullable
    EpochFigures figures;

    // What the batch being read is made of.
    private Tensor batch;
    private int first;

    TrainingRun(Trainer trainer) {
        this.trainer = trainer;
        network = trainer.network;
        size = trainer.examples.size();
        batchSize = trainer.batchSize;
        stepsPerEpoch = Trainer.stepsPerEpoch(size, batchSize);
        shape = trainer.examples.shape();
        order = new int[size];
        dropout = new Xoshiro256(mix(trainer.seed, -1, 0));
        Examples validation = trainer.validation;
        evaluation = validation == null ? null : new Evaluation(network, validation, batchSize, trainer.workers);
        batch = batchOf(Math.min(batchSize, size));
    }

    /// Steps taken so far.
    public long steps() {
        return step;
    }

    /// Steps there are to be, if nothing stops it early.
    public long stepsInAll() {
        return (long) trainer.epochs * stepsPerEpoch;
    }

    int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /// Whether there is no step left to take.
    public boolean finished() {
        return stopped || step >= stepsInAll();
    }

    /// Takes the steps that are left.
    public Outcome finish() {
        while (!finished()) {
            step();
        }
        if (figures == null) {
            throw new IllegalStateException("the training has ended without an epoch");
        }
        if (trainer.earlyStopping != null) {
            network.parameters().forEach((name, p) -> copy(Objects.requireNonNull(best.get(name)), p.value()));
        }
        Outcome outcome = new Outcome(step, figures, trainer.earlyStopping == null ? figures.epoch() : bestEpoch);
        trainer.listeners.forEach(l -> l.end(outcome));
        return outcome;
    }

    /// Takes one step; after an epoch's last one, validates.
    ///
    /// @return the mean loss of the batch before the step
    /// @throws IllegalStateException if the training has ended, or if the loss is not a finite number
    public double step() {
        if (finished()) {
            throw new IllegalStateException("the training has ended after " + step + " steps");
        }
        if (!begun) {
            begun = true;
            trainer.listeners.forEach(l -> l.begin(step, stepsInAll()));
        }
        long start = System.nanoTime();
        int epoch = (int) (step / stepsPerEpoch);
        first = (int) (step % stepsPerEpoch) * batchSize;
        int count = Math.min(batchSize, size - first);
        shuffle(epoch);
        int[] labels = readBatch(count);
        Trace trace = traces.computeIfAbsent(count, n -> network.trainingTrace(n, dropout, trainer.workers));
        trace.forward(batch);
        Target target = trainer.loss.of(labels);
        double loss = trace.backward(target, Reach.PARAMETERS);
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException("the loss is " + loss + " at step " + (step + 1)
                    + ": the training has diverged; a lower learning rate or clipping may help");
        }
        double rate = trainer.schedule.rate(step);
        trainer.optimizer.step(trace, rate, Optimizer.clip(trace, trainer.clipNorm), trainer.workers);
        trace.updateStatistics();
        step++;
        lossSum += loss * count;
        seen += count;
        right += trainer.loss.classifies() ? Evaluation.right(trace.output(), labels) : 0;
        timed += count;
        nanos += System.nanoTime() - start;
        StepFigures done = new StepFigures(step, stepsInAll(), epoch + 1, loss, rate, count);
        // Listeners are told when all of it has happened, so that what one of them saves can be resumed.
        EpochFigures ended = step % stepsPerEpoch == 0 ? endEpoch(epoch + 1) : null;
        trainer.listeners.forEach(l -> l.step(done));
        if (ended != null) {
            trainer.listeners.forEach(l -> l.epoch(ended));
        }
        return loss;
    }

    private void shuffle(int epoch) {
        if (orderedFor == epoch) {
            return;
        }
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        Shuffle.shuffle(order, new Xoshiro256(mix(trainer.seed, epoch, -1)));
        orderedFor = epoch;
    }

    private int[] readBatch(int count) {
        batch = batchOf(count);
        trainer.workers.run(count, this);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = trainer.examples.label(order[first + i]);
        }
        return labels;
    }

    private Tensor batchOf(int count) {
        return batches.computeIfAbsent(count, n -> Tensor.zeros(shape.batch(n)));
    }

    /// Reads one example of the batch; called by the pool.
    @Override
    public void run(int piece) {
        int i = order[first + piece];
        trainer.examples.read(i, batch.data(), piece * shape.size(), new Xoshiro256(mix(trainer.seed, orderedFor, i)));
    }

    private EpochFigures endEpoch(int epoch) {
        EpochFigures.Measured training = new EpochFigures.Measured(
                lossSum / seen, trainer.loss.classifies() ? (double) right / seen : Double.NaN);
        EpochFigures.Measured validation = evaluation == null ? null : evaluation.measure(trainer.loss);
        EpochFigures ended = new EpochFigures(epoch, trainer.epochs, training, validation, timed * 1e9 / nanos);
        figures = ended;
        lossSum = 0;
        right = 0;
        seen = 0;
        timed = 0;
        nanos = 0;
        if (trainer.earlyStopping != null && validation != null) {
            consider(trainer.earlyStopping, epoch, validation);
        }
        return ended;
    }

    private void consider(EarlyStopping rule, int epoch, EpochFigures.Measured validation) {
        double goodness = rule.goodness(validation);
        if (goodness > bestGoodness || bestEpoch == 0) {
            bestGoodness = goodness;
            bestEpoch = epoch;
            network.parameters().forEach((name, p) -> keepBest(name, p));
        }
        stopped = epoch - bestEpoch >= rule.patience();
    }

    private void keepBest(String name, Parameter p) {
        copy(p.value(), best.computeIfAbsent(name, n -> Tensor.zeros(p.value().shape())));
    }

    private static void copy(Tensor from, Tensor to) {
        System.arraycopy(from.data(), 0, to.data(), 0, to.size());
    }

    /// Writes everything that the rest of the training depends on: weights, optimiser, position, random generators,
    /// best weights so far. The file is a model file as well.
    ///
    /// @throws IOException if it cannot be written; a file that was there before is still there then
    public void save(Path checkpoint) throws IOException {
        Checkpoint.write(checkpoint, this);
    }

    /// A seed from three numbers, each bit of which every one of them reaches.
    private static long mix(long seed, long epoch, long example) {
        long z = new Xoshiro256(seed).nextLong() ^ epoch;
        z = new Xoshiro256(z).nextLong() ^ example;
        return new Xoshiro256(z).nextLong();
    }
}
