package org.fovea.benchmarks.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fovea.benchmarks.MatrixProductBenchmark;
import org.fovea.benchmarks.Operands;
import org.fovea.benchmarks.Work;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Setup;

/// [org.fovea.benchmarks.MatrixProduct] by PyTorch's `mm`, which in this build is OpenBLAS's product.
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class MatrixProductPyTorch extends MatrixProductBenchmark {
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
