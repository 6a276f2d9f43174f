package org.fovea.benchmarks.peers;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.fovea.benchmarks.ConvolutionBenchmark;
import org.fovea.benchmarks.ReferenceConvolution;
import org.fovea.benchmarks.Work;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [org.fovea.benchmarks.Convolution] in PyTorch, in both of its memory formats. Memory for the result is taken anew
/// each time, as PyTorch does in a network.
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class ConvolutionPyTorch extends ConvolutionBenchmark {
    /// How PyTorch lays out pictures.
    @Param({"NCHW", "NHWC"})
    public TorchFormat format = TorchFormat.NCHW;

    private ConvolutionShape shape;
    private Tensor x;
    private Tensor w;
    private Tensor dy;
    private TensorOptional noBias;
    private BoolPointer data;
    private BoolPointer filters;
    private long[] stride = {};
    private long[] padding = {};

    @Setup
    public void prepare() {
        Torch.threads(threads);
        ReferenceConvolution operands = ReferenceConvolution.of(layer, batch);
        shape = operands.shape();
        x = pictures(operands.x(), shape.n(), shape.h(), shape.w(), shape.c());
        dy = pictures(operands.dy(), shape.n(), shape.oh(), shape.ow(), shape.oc());
        Shape hwio = Shape.of(shape.kh(), shape.kw(), shape.c(), shape.oc());
        w = tensor(Layout.hwioToOihw(org.fovea.engine.tensor.Tensor.of(hwio, operands.w())));
        noBias = new TensorOptional();
        data = only(0);
        filters = only(1);
        stride = new long[] {shape.strideH(), shape.strideW()};
        padding = new long[] {shape.padTop(), shape.padLeft()};
        if (Agreement.wanted()) {
            check(new ConvolutionAnswers(operands));
        }
    }

    private void check(ConvolutionAnswers ours) {
        Agreement.check("PyTorch's y", ours.forward(), nhwc(convolve()));
        Agreement.check(
                "PyTorch's dx", ours.backwardData(), nhwc(differentiate(data).get0()));
        Tensor dw = differentiate(filters).get1().permute(2, 3, 1, 0);
        Agreement.check("PyTorch's dw", ours.backwardFilters(), Torch.values(dw));
    }

    private static float[] nhwc(Tensor nchw) {
        return Torch.values(nchw.permute(0, 2, 3, 1));
    }

    /// Which of dx, dw and dbias is asked for.
    private static BoolPointer only(int which) {
        BoolPointer wanted = new BoolPointer(3);
        for (int i = 0; i < 3; i++) {
            wanted.put(i, i == which);
        }
        return wanted;
    }

    private Tensor pictures(float[] nhwc, int... extents) {
        return tensor(Layout.nhwcToNchw(org.fovea.engine.tensor.Tensor.of(Shape.of(extents), nhwc)));
    }

    private Tensor tensor(org.fovea.engine.tensor.Tensor values) {
        int[] extents = values.shape().toArray();
        return format.tensor(values.data(), extents[0], extents[1], extents[2], extents[3]);
    }

    private Tensor convolve() {
        return torch.conv2d(x, w, noBias, stride, padding, new long[] {1, 1}, 1);
    }

    @Benchmark
    public long forward(Work work) {
        work.count(shape.multiplyAdds());
        try (PointerScope _ = new PointerScope();
                InferenceMode _ = new InferenceMode(true)) {
            return convolve().data_ptr().address();
        }
    }

    @Benchmark
    public long backwardData(Work work) {
        return backward(data, work);
    }

    @Benchmark
    public long backwardFilters(Work work) {
        return backward(filters, work);
    }

    private long backward(BoolPointer wanted, Work work) {
        work.count(shape.multiplyAdds());
        try (PointerScope _ = new PointerScope();
                InferenceMode _ = new InferenceMode(true)) {
            return differentiate(wanted).address();
        }
    }

    private T_TensorTensorTensor_T differentiate(BoolPointer wanted) {
        long[] noBiasSizes = {0};
        long[] one = {1, 1};
        long[] none = {0, 0};
        return torch.convolution_backward(dy, x, w, noBiasSizes, stride, padding, one, false, none, 1, wanted);
    }
}
