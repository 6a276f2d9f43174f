package org.fovea.benchmarks.peers;

import ai.onnxruntime.OrtException;
import org.fovea.benchmarks.ConvolutionBenchmark;
import org.fovea.benchmarks.ReferenceConvolution;
import org.fovea.benchmarks.Work;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// [org.fovea.benchmarks.Convolution] forward in ONNX Runtime, as a model of one node. It pays for going into ONNX
/// Runtime's blocked layout and back, which a whole network pays once.
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class ConvolutionOnnxRuntime extends ConvolutionBenchmark {
    private ConvolutionShape shape;
    private OnnxSession session;

    @Setup
    public void prepare() throws OrtException {
        ReferenceConvolution operands = ReferenceConvolution.of(layer, batch);
        shape = operands.shape();
        Conv2d.Geometry geometry = Conv2d.Geometry.of(shape.kh())
                .stride(shape.strideH())
                .padding(shape.padTop())
                .withoutBias();
        Network network = Network.builder("one", Shape.of(shape.h(), shape.w(), shape.c()))
                .conv2d("conv", shape.oc(), geometry)
                .build();
        float[] filters =
                ((Conv2d) network.node("conv").layer()).weight().value().data();
        System.arraycopy(operands.w(), 0, filters, 0, filters.length);
        Tensor x = Tensor.of(Shape.of(shape.n(), shape.h(), shape.w(), shape.c()), operands.x());
        session = new OnnxSession(network, threads, x);
        session.run();
        if (Agreement.wanted()) {
            Shape nhwc = Shape.of(shape.n(), shape.oh(), shape.ow(), shape.oc());
            Tensor ours = Tensor.of(nhwc, new ConvolutionAnswers(operands).forward());
            Agreement.check("ONNX Runtime", Layout.nhwcToNchw(ours).data(), session.outputs());
        }
    }

    @TearDown
    public void close() throws OrtException {
        session.close();
    }

    @Benchmark
    public float forward(Work work) throws OrtException {
        work.count(shape.multiplyAdds());
        return session.run();
    }
}
