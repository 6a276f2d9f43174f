package org.fovea.benchmarks.peers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.benchmarks.TrainStep;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Input;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Tensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/// `cnn64` in Deeplearning4j, with Fovea's weights. It gives probabilities.
final class Dl4jNetwork {
    private final MultiLayerNetwork net;
    private final INDArray inputs;
    private final INDArray labels;

    Dl4jNetwork(Workload workload, int threads) {
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        Network network = workload.network();
        net = configured(network);
        int layer = 0;
        for (Node node : network.nodes()) {
            switch (node.layer()) {
                case Conv2d conv -> copy(conv, layer++);
                case BatchNorm norm -> copy(norm, layer++);
                case Dense dense -> copy(dense, layer++);
                case Input _ -> {}
                default -> layer++; // ReLU and pooling
            }
        }
        inputs = array(Layout.nhwcToNchw(workload.inputs()));
        int[] classes = workload.labels();
        labels = Nd4j.zeros(classes.length, ReferenceNetwork.CLASSES);
        for (int n = 0; n < classes.length; n++) {
            labels.putScalar(n, classes[n], 1f);
        }
    }

    private static MultiLayerNetwork configured(Network network) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .updater(new Nesterovs(TrainStep.RATE, 0.9))
                .convolutionMode(ConvolutionMode.Same)
                .list();
        for (int i = 1; i <= 4; i++) {
            builder.layer(new ConvolutionLayer.Builder(3, 3)
                    .nOut(network.node("conv" + i).shape().channels())
                    .activation(Activation.IDENTITY)
                    .build());
            builder.layer(new BatchNormalization.Builder().build());
            builder.layer(new ActivationLayer(Activation.RELU)); // batch norm would take an activation and ignore it
            if (i < 4) {
                int[] two = {2, 2};
                builder.layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, two, two).build());
            }
        }
        builder.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
        builder.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(ReferenceNetwork.CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
        builder.setInputType(InputType.convolutional(64, 64, 1));
        MultiLayerNetwork net = new MultiLayerNetwork(builder.build());
        net.init();
        return net;
    }

    private void copy(Conv2d conv, int layer) {
        set(layer, "W", Layout.hwioToOihw(conv.weight().value()));
        set(layer, "b", conv.parameters().getLast().value());
    }

    private void copy(BatchNorm norm, int layer) {
        set(layer, "gamma", norm.gamma().value());
        set(layer, "beta", norm.beta().value());
        set(layer, "mean", norm.runningMean().value());
        // DL4J keeps the logarithm of the variance where it may, to a base of 10, and the variance where it must.
        boolean logarithm = net.getLayer(layer).paramTable().containsKey("log10stdev");
        Tensor variance = norm.runningVar().value().copy();
        if (logarithm) {
            for (int k = 0; k < variance.size(); k++) {
                variance.data()[k] = (float) (Math.log10(variance.data()[k]) / 2);
            }
        }
        set(layer, logarithm ? "log10stdev" : "var", variance);
    }

    private void copy(Dense dense, int layer) {
        set(layer, "W", dense.weight().value());
        set(layer, "b", dense.parameters().getLast().value());
    }

    private void set(int layer, String parameter, Tensor value) {
        INDArray target = net.getLayer(layer).getParam(parameter);
        target.assign(array(value).reshape(target.shape()));
    }

    private static INDArray array(Tensor values) {
        long[] shape = Arrays.stream(values.shape().toArray()).asLongStream().toArray();
        return Nd4j.create(values.data(), shape, 'c');
    }

    /// The classes' probabilities of every picture of the batch.
    float[] forward() {
        return net.output(inputs).data().asFloat();
    }

    /// One training step.
    ///
    /// @return the loss before it
    double step() {
        net.fit(inputs, labels);
        return net.score();
    }
}
