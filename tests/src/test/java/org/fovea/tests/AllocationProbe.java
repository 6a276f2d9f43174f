package org.fovea.tests;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.AdamW;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Optimizer;
import org.fovea.engine.train.Sgd;

/// Trains and predicts on each number of threads given, and says what a call allocates: exit code 1 if a step allocates
/// 4 KB or more, or a prediction anything at all.
final class AllocationProbe {
    private static final int BATCH = 4;
    private static final long LIMIT = 4_096;
    private static final long NOTHING = 1;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Network network() {
        Geometry same = Geometry.of(3).padding(1);
        return Network.builder("small", Shape.of(16, 16, 3))
                .conv2d("conv1", 32, same)
                .batchNorm("bn1")
                .relu("relu1")
                .maxPool("pool1", 2)
                .conv2d("conv2", 32, same.withoutBias())
                .batchNorm("bn2")
                .relu("relu2")
                .conv2d("conv3", 32, same.withoutBias())
                .batchNorm("bn3")
                .sum("add3", "bn3", "pool1")
                .relu("relu3")
                .conv2d("conv4", 40, same.stride(2))
                .batchNorm("bn4")
                .from("relu3")
                .conv2d("short4", 40, Geometry.of(1).stride(2))
                .batchNorm("sbn4")
                .sum("add4", "bn4", "sbn4")
                .relu6("relu4")
                .depthwise("conv5", same)
                .batchNorm("bn5")
                .silu("silu5")
                .averagePool("pool5", 2)
                .prelu("prelu5")
                .dropout("drop", 0.1)
                .globalAveragePool("gap")
                .dense("logits", 5)
                .build(new Xoshiro256(1));
    }

    private static Tensor batch() {
        Xoshiro256 random = new Xoshiro256(2);
        Tensor x = Tensor.zeros(BATCH, 16, 16, 3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /// Bytes a call, the least of many rounds: a compilation or another test's thread may allocate during one.
    private static long bytes(Runnable call, long limit) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        long least = Long.MAX_VALUE;
        while (least >= limit && System.nanoTime() < deadline) {
            int calls = 20;
            long before = THREADS.getTotalThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            least = Math.min(least, Math.ceilDiv(THREADS.getTotalThreadAllocatedBytes() - before, calls));
        }
        return least;
    }

    private AllocationProbe() {}

    private static void check(String what, long limit, Runnable call) {
        long bytes = bytes(call, limit);
        System.out.println(what + " allocates " + bytes + " bytes a call");
        if (bytes >= limit) {
            System.exit(1);
        }
    }

    public static void main(String[] args) {
        for (String threads : args) {
            measure(Integer.parseInt(threads));
        }
    }

    private static void measure(int threads) {
        try (Workers workers = new Workers(threads)) {
            Network network = network();
            Tensor x = batch();
            Target loss = new CrossEntropy().of(new int[] {0, 1, 2, 3});
            for (Optimizer optimizer : new Optimizer[] {new Sgd(0.9, true, 1e-4), new AdamW(0.01)}) {
                Trace trace = network.trainingTrace(BATCH, new Xoshiro256(3), workers);
                check("a training step on " + threads, LIMIT, () -> {
                    trace.forward(x);
                    trace.backward(loss, Reach.PARAMETERS);
                    optimizer.step(trace, 1e-4, 1, workers);
                    trace.updateStatistics();
                });
            }
            Predictor predictor = network.predictor(BATCH, workers);
            check("a batch's prediction on " + threads, NOTHING, () -> predictor.predict(x));
            Predictor single = network.predictor(1, workers);
            Tensor one = x.slice(0, 1);
            check("a single prediction on " + threads, NOTHING, () -> single.predict(one));
            Trace plain = network.trace(BATCH, workers);
            check(
                    "a plain pass on " + threads,
                    LIMIT,
                    () -> plain.forward(x).backward(Target.logit(1), Reach.ACTIVATIONS));
        }
    }
}
