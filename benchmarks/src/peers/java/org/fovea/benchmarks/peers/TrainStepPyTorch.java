package org.fovea.benchmarks.peers;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.benchmarks.TrainStep;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.train.CrossEntropy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [TrainStep] in PyTorch, in both of its memory formats.
public class TrainStepPyTorch extends TorchPeer {
    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Examples in a batch; 0 for the network's own, 32 or 16.
    @Param("0")
    public int batch;

    private Tensor labels;
    private SGD optimizer;

    @Setup
    public void prepare() {
        Workload workload = Workload.of(network, batch);
        prepare(workload, true);
        labels = Tensor.create(Arrays.stream(workload.labels()).asLongStream().toArray(), workload.batch());
        SGDOptions options = new SGDOptions(TrainStep.RATE);
        options.momentum().put(0.9);
        optimizer = new SGD(net.parameters(), options);
        if (Agreement.wanted()) {
            checkLoss(workload);
        }
    }

    /// The first step's loss must be Fovea's: forward in training mode is the same.
    private void checkLoss(Workload workload) {
        try (Workers workers = new Workers(1)) {
            Trace trace = workload.network().trainingTrace(workload.batch(), new Xoshiro256(1), workers);
            trace.forward(workload.inputs());
            double ours = trace.backward(new CrossEntropy().of(workload.labels()));
            Agreement.check("PyTorch's loss", new float[] {(float) ours}, new float[] {pyTorch()});
        }
    }

    @Benchmark
    public float pyTorch() {
        try (PointerScope _ = new PointerScope()) {
            optimizer.zero_grad(true);
            Tensor loss = torch.cross_entropy_loss(net.forward(inputs, true), labels);
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }
}
