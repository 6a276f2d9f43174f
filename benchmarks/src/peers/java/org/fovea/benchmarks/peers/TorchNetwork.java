package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Layout;

/// A reference network in PyTorch: the same nodes with the same weights, each computed by the function that
/// `torch.nn`'s module of that kind calls.
///
/// It knows the layers that the reference networks have, and refuses others.
final class TorchNetwork {
    private interface Function {
        Tensor of(Tensor x, boolean training);
    }

    private record Step(String name, int[] reads, Function function) {}

    private final TorchFormat format;
    private final boolean learns;
    private final List<Step> steps = new ArrayList<>();
    private final TensorVector parameters = new TensorVector();
    /// What must outlive the scopes that clear away what a pass makes.
    private final List<Pointer> kept = new ArrayList<>();

    /// @param learns whether the parameters want gradients
    TorchNetwork(Network network, TorchFormat format, boolean learns) {
        this.format = format;
        this.learns = learns;
        Map<String, Integer> index = new HashMap<>();
        for (Node node : network.nodes()) {
            int[] reads = node.inputs().stream().mapToInt(index::get).toArray();
            if (!node.inputs().isEmpty()) {
                steps.add(new Step(node.name(), reads, function(node)));
            }
            index.put(node.name(), index.size());
        }
    }

    /// What an optimiser changes.
    TensorVector parameters() {
        return parameters;
    }

    /// The logits of a batch (N, C, H, W).
    Tensor forward(Tensor x, boolean training) {
        return run(x, training, 0, steps.size(), new Tensor[steps.size() + 1]);
    }

    /// The output of the node called `last`.
    Tensor forwardTo(String last, Tensor x) {
        return run(x, false, 0, position(last), new Tensor[steps.size() + 1]);
    }

    /// The logits from the output of the node called `first`, after which every node must read the one before it.
    Tensor forwardFrom(String first, Tensor x) {
        Tensor[] values = new Tensor[steps.size() + 1];
        int from = position(first);
        return run(x, false, from, steps.size(), values);
    }

    /// How many steps have run once the node is computed.
    private int position(String node) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(node)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("no node " + node);
    }

    private Tensor run(Tensor x, boolean training, int from, int to, Tensor[] values) {
        values[from] = x;
        for (int i = from; i < to; i++) {
            Step step = steps.get(i);
            Tensor first = values[step.reads[0]];
            values[i + 1] = step.reads.length == 2
                    ? torch.add(first, values[step.reads[1]])
                    : step.function.of(first, training);
        }
        return values[to];
    }

    private Function function(Node node) {
        return switch (node.layer()) {
            case Conv2d conv -> convolution(conv);
            case BatchNorm norm -> batchNorm(norm);
            case Dense dense -> dense(dense);
            case MaxPool pool -> {
                if (pool.kernelH() != 2 || pool.kernelW() != 2) {
                    throw new IllegalArgumentException(node + ": only windows of 2×2 are written here");
                }
                yield (x, training) -> torch.max_pool2d(x, 2, 2);
            }
            default ->
                switch (node.layer().type()) {
                    case "relu" -> (x, training) -> torch.relu(x);
                    case "global_average_pool" ->
                        (x, training) -> torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
                    case "add" -> (x, training) -> x; // two inputs: added by run
                    default -> throw new IllegalArgumentException(node + " is not among the layers written here");
                };
        };
    }

    private Function convolution(Conv2d conv) {
        org.fovea.engine.tensor.Tensor w = Layout.hwioToOihw(conv.weight().value());
        int[] s = w.shape().toArray();
        Tensor filters = parameter(format.tensor(w.data(), s[0], s[1], s[2], s[3]));
        TensorOptional bias = conv.bias() == null
                ? none()
                : optional(parameter(vector(conv.bias().value())));
        Conv2d.Geometry g = conv.geometry();
        long[] stride = {g.strideH(), g.strideW()};
        long[] padding = {g.padTop(), g.padLeft()};
        long[] dilation = {1, 1};
        return (x, training) -> torch.conv2d(x, filters, bias, stride, padding, dilation, 1);
    }

    private Function batchNorm(BatchNorm norm) {
        TensorOptional gamma = optional(parameter(vector(norm.gamma().value())));
        TensorOptional beta = optional(parameter(vector(norm.beta().value())));
        TensorOptional mean = optional(keep(vector(norm.runningMean().value())));
        TensorOptional variance = optional(keep(vector(norm.runningVar().value())));
        double epsilon = norm.epsilon();
        return (x, training) -> torch.batch_norm(x, gamma, beta, mean, variance, training, 0.1, epsilon, false);
    }

    private Function dense(Dense dense) {
        org.fovea.engine.tensor.Tensor w = Layout.permute(dense.weight().value(), 1, 0);
        int[] s = w.shape().toArray();
        Tensor weight = parameter(Tensor.create(w.data(), s[0], s[1]));
        Tensor bias = parameter(vector(dense.parameters().getLast().value()));
        TensorOptional optional = optional(bias);
        return (x, training) -> torch.linear(x, weight, optional);
    }

    private static Tensor vector(org.fovea.engine.tensor.Tensor values) {
        return Tensor.create(values.data(), values.size());
    }

    private Tensor parameter(Tensor value) {
        keep(value);
        if (learns) {
            value.requires_grad_(true);
        }
        parameters.push_back(value);
        return value;
    }

    private TensorOptional optional(Tensor value) {
        return keep(new TensorOptional(value));
    }

    private TensorOptional none() {
        return keep(new TensorOptional());
    }

    private <P extends Pointer> P keep(P pointer) {
        kept.add(pointer);
        return pointer;
    }
}
