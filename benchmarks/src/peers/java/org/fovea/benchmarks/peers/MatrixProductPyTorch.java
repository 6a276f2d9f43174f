package org.fovea.benchmarks.peers;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fovea.benchmarks.Operands;
import org.fovea.benchmarks.Work;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// [org.fovea.benchmarks.MatrixProduct] by PyTorch's `mm`, which in this build is OpenBLAS's product.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class MatrixProductPyTorch {
    /// [org.fovea.benchmarks.MatrixProduct]
    @Param({
        "64",
        "128",
        "256",
        "512",
        "1024",
        "2048",
        "32768x288x64",
        "50176x32x32",
        "784x128x256",
        "24x128x128",
        "32x128x40",
        "16x256x40"
    })
    public String shape = "";

    /// Threads that compute.
    @Param("1")
    public int threads;

    private Operands operands;
    private Tensor a;
    private Tensor b;
    private Tensor c;

    @Setup
    public void prepare() {
        Torch.threads(threads);
        operands = Operands.of(shape);
        a = Tensor.create(operands.a(), operands.m(), operands.k());
        b = Tensor.create(operands.b(), operands.k(), operands.n());
        c = torch.mm(a, b);
        if (Agreement.wanted()) {
            float[] ours = new float[operands.m() * operands.n()];
            MatrixProduct product =
                    KernelSelection.selected().matrixProduct(operands.m(), operands.n(), operands.k(), false, false);
            try (Workers workers = new Workers(1)) {
                product.multiply(operands.a(), operands.b(), null, Activation.NONE, false, ours, workers);
            }
            Agreement.check("PyTorch", ours, Torch.values(c));
        }
    }

    @Benchmark
    public Tensor pyTorch(Work work) {
        work.count(operands.multiplyAdds());
        try (PointerScope _ = new PointerScope()) {
            torch.mm_out(c, a, b);
            return c;
        }
    }
}
