package org.fovea.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.util.concurrent.TimeUnit;
import org.fovea.benchmarks.ReferenceConvolution;
import org.fovea.benchmarks.Work;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// [org.fovea.benchmarks.Convolution] forward in ONNX Runtime, as a model of one node. It pays for going into ONNX
/// Runtime's blocked layout and back, which a whole network pays once.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class ConvolutionOnnxRuntime {
    /// `network/node`, as in [org.fovea.benchmarks.Convolution].
    @Param({
        "cnn64/conv1",
        "cnn64/conv2",
        "cnn64/conv3",
        "cnn64/conv4",
        "resnet112/stem.conv",
        "resnet112/block1.conv1",
        "resnet112/block1.short.conv",
        "resnet112/block1.conv2",
        "resnet112/block3.conv1",
        "resnet112/block3.short.conv",
        "resnet112/block3.conv2",
        "resnet112/block5.conv1",
        "resnet112/block5.conv2",
        "resnet112/block7.conv1",
        "resnet112/block7.conv2"
    })
    public String layer = "";

    /// Threads that compute.
    @Param("1")
    public int threads;

    /// Examples in a batch; 0 for the network's own, 32 or 16.
    @Param("0")
    public int batch;

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
