package org.fovea.benchmarks.peers;

import deepnetts.net.ConvolutionalNetwork;
import deepnetts.net.layers.AbstractLayer;
import deepnetts.net.layers.ConvolutionalLayer;
import deepnetts.net.layers.InputLayer;
import deepnetts.net.layers.activation.ActivationType;
import deepnetts.net.loss.LossType;
import deepnetts.net.train.opt.OptimizerType;
import deepnetts.util.Tensor;
import java.util.Arrays;
import java.util.List;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.benchmarks.TrainStep;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// `plain64` in Deep Netts, with Fovea's weights. Deep Netts takes pictures one by one, and gives probabilities; its
/// convolutions know no momentum, so that its training is plain gradient descent.
final class DeepNettsNetwork {
    private final ConvolutionalNetwork net;
    private final Tensor[] pictures;

    DeepNettsNetwork(Workload workload) {
        Network network = workload.network();
        ConvolutionalNetwork.Builder builder = ConvolutionalNetwork.builder().addInputLayer(64, 64, 1);
        for (int i = 1; i <= 4; i++) {
            int filters = network.node("conv" + i).shape().channels();
            builder.addConvolutionalLayer(3, filters, ActivationType.RELU).addMaxPoolingLayer(2, 2);
        }
        net = builder.addFullyConnectedLayer(network.node("hidden").shape().size(), ActivationType.RELU)
                .addOutputLayer(ReferenceNetwork.CLASSES, ActivationType.SOFTMAX)
                .lossFunction(LossType.CROSS_ENTROPY)
                .build();
        List<AbstractLayer> layers = net.getLayers();
        for (int i = 1; i <= 4; i++) {
            copy((Conv2d) network.node("conv" + i).layer(), (ConvolutionalLayer) layers.get(2 * i - 1));
        }
        copy(
                (Dense) network.node("hidden").layer(),
                layers.get(9),
                network.node("pool4").shape());
        copy((Dense) network.node("logits").layer(), layers.get(10), null);
        for (AbstractLayer layer : layers) {
            layer.setLearningRate((float) TrainStep.RATE);
            layer.setBatchMode(true);
            layer.setBatchSize(workload.batch());
            if (!(layer instanceof InputLayer)) {
                layer.setOptimizerType(OptimizerType.SGD);
            }
        }
        org.fovea.engine.tensor.Tensor inputs = workload.inputs();
        pictures = new Tensor[workload.batch()];
        Arrays.setAll(
                pictures, n -> new Tensor(64, 64, 1, inputs.slice(n, n + 1).data()));
    }

    private static void copy(Conv2d from, ConvolutionalLayer to) {
        org.fovea.engine.tensor.Tensor w = from.weight().value();
        for (int o = 0; o < w.shape().channels(); o++) {
            for (int u = 0; u < 3; u++) {
                for (int v = 0; v < 3; v++) {
                    for (int k = 0; k < w.shape().extent(2); k++) {
                        to.getFilters()[o].set(u, v, k, w.get(u, v, k, o));
                    }
                }
            }
        }
        to.setBiases(from.parameters().getLast().value().data().clone());
    }

    /// @param picture the shape whose flat form is the layer's input; null for a vector
    private static void copy(Dense from, AbstractLayer to, @Nullable Shape picture) {
        org.fovea.engine.tensor.Tensor w = from.weight().value();
        for (int i = 0; i < w.shape().extent(0); i++) {
            for (int o = 0; o < w.shape().extent(1); o++) {
                if (picture == null) {
                    to.getWeights().set(i, o, w.get(i, o));
                } else {
                    int k = i % picture.channels();
                    int column = i / picture.channels() % picture.extent(1);
                    int row = i / picture.channels() / picture.extent(1);
                    to.getWeights().set(/* row= */ column, /* col= */ row, k, o, w.get(i, o));
                }
            }
        }
        to.setBiases(from.parameters().getLast().value().data().clone());
    }

    /// The classes' probabilities of every picture of the batch.
    void forward(float[] probabilities) {
        for (int n = 0; n < pictures.length; n++) {
            System.arraycopy(output(n), 0, probabilities, n * ReferenceNetwork.CLASSES, ReferenceNetwork.CLASSES);
        }
    }

    /// One step along the gradient of the whole batch.
    ///
    /// @return the probability of the last picture's label before the step
    float step(int[] labels) {
        float last = 0;
        for (int n = 0; n < pictures.length; n++) {
            float[] error = output(n).clone();
            last = error[labels[n]];
            error[labels[n]] -= 1;
            net.setOutputError(error);
            net.backward();
        }
        net.applyWeightChanges();
        return last;
    }

    private float[] output(int n) {
        net.setInput(pictures[n]);
        net.forward();
        return net.getOutput();
    }
}
