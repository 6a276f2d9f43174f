package org.fovea.engine.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Concatenate;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Cosine;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Dropout;
import org.fovea.engine.layer.Flatten;
import org.fovea.engine.layer.Gelu;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.L2Normalize;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Memory;
import org.fovea.engine.layer.Multiply;
import org.fovea.engine.layer.PRelu;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.tensor.Shape;

/// Builds a [Network] from the input on. Each method adds a node that reads the node added last, or the one that
/// [#from(String)] names; input channels are inferred, and what does not fit is refused at once, by name.
///
/// ```
/// Network.builder("small", Shape.of(64, 64, 1))
///         .conv2d("conv1", 32, Conv2d.Geometry.of(3).padding(1).withoutBias())
///         .batchNorm("bn1")
///         .relu("relu1")
///         .maxPool("pool1", 2)
///         .globalAveragePool("gap")
///         .dense("logits", 40)
///         .build(random);
/// ```
public final class NetworkBuilder {
    private final String name;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private String last;
    private List<String> outputs = List.of();

    NetworkBuilder(String name, Shape input) {
        this(name, "input", new Input(input));
    }

    NetworkBuilder(String name, String inputName, Input input) {
        this.name = name;
        last = inputName;
        nodes.put(inputName, new Node(inputName, input, List.of(), input.outputShape(List.of())));
    }

    /// Adds another input. Inputs come before all other nodes, so that a pass is given all of them before it
    /// begins.
    ///
    /// @param shape one example's shape; all inputs of a pass have one batch size
    /// @throws IllegalArgumentException if the name is taken, or a node that is no input is there already
    public NetworkBuilder input(String name, Shape shape) {
        if (!nodes.values().stream().allMatch(node -> node.layer() instanceof Input)) {
            throw new IllegalArgumentException(
                    name + ": an input comes before other nodes, found " + String.join(", ", nodes.keySet()));
        }
        checkName(name);
        nodes.put(name, new Node(name, new Input(shape), List.of(), shape));
        last = name;
        return this;
    }

    /// Names the network's outputs, the last node where none is named: what a [Predictor] hands back, and what
    /// rewrites leave in place.
    ///
    /// @throws IllegalArgumentException if one of them is not there, or is named twice
    public NetworkBuilder outputs(String... names) {
        for (String output : names) {
            if (!nodes.containsKey(output)) {
                throw new IllegalArgumentException(
                        "no node \"" + output + "\" to be an output; there are " + String.join(", ", nodes.keySet()));
            }
        }
        List<String> named = List.of(names);
        if (named.stream().distinct().count() < named.size()) {
            throw new IllegalArgumentException("an output is named twice: " + String.join(", ", named));
        }
        outputs = named;
        return this;
    }

    /// Adds a node that another network has, with a layer in place of its own.
    void copy(Node node, Layer layer) {
        if (layer instanceof Input) {
            input(node.name(), node.shape());
        } else {
            add(node.name(), layer, node.inputs().toArray(String[]::new));
        }
    }

    private void checkName(String name) {
        if (name.isBlank() || nodes.containsKey(name)) {
            throw new IllegalArgumentException("a node needs a name of its own, found \"" + name + "\"");
        }
    }

    /// Adds any layer.
    ///
    /// @param inputs the nodes it reads; the last one added where none is named
    /// @throws IllegalArgumentException if the name is taken, an input is unknown, the shapes do not fit, or what
    ///     the layer reads and writes for one example does not fit into the heap
    public NetworkBuilder add(String name, Layer layer, String... inputs) {
        checkName(name);
        List<String> reads = inputs.length == 0 ? List.of(last) : List.of(inputs);
        for (String input : reads) {
            if (!nodes.containsKey(input)) {
                throw new IllegalArgumentException(name + ": reads \"" + input + "\", which is not among the nodes "
                        + "before it: " + String.join(", ", nodes.keySet()));
            }
        }
        List<Shape> shapes = reads.stream().map(i -> node(i).shape()).toList();
        Shape shape;
        try {
            shape = layer.outputShape(shapes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " (reads " + String.join(", ", reads) + "): " + e.getMessage(), e);
        }
        Memory.checkHeap(
                name + " (reads " + String.join(", ", reads) + "): one example, with " + shapes + " read and " + shape
                        + " written,",
                shapes.stream().mapToLong(Shape::size).sum() + shape.size());
        nodes.put(name, new Node(name, layer, reads, shape));
        last = name;
        return this;
    }

    /// Makes the next node read `node` instead of the one added last.
    public NetworkBuilder from(String node) {
        if (!nodes.containsKey(node)) {
            throw new IllegalArgumentException(
                    "no node \"" + node + "\" yet; there are " + String.join(", ", nodes.keySet()));
        }
        last = node;
        return this;
    }

    /// One example's shape at the node that the next one would read.
    public Shape shape() {
        return node(last).shape();
    }

    private Node node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    /// The name of the node that the next one would read.
    public String last() {
        return last;
    }

    /// Adds the layer that `layer` makes, whose complaints about its own settings then name the node as well.
    private NetworkBuilder make(String name, Supplier<Layer> layer) {
        Layer made;
        try {
            made = layer.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " (reads " + last + "): " + e.getMessage(), e);
        }
        return add(name, made);
    }

    /// A [Conv2d] of so many filters.
    public NetworkBuilder conv2d(String name, int filters, Conv2d.Geometry geometry) {
        return make(name, () -> new Conv2d(shape().channels(), filters, geometry));
    }

    /// A convolution of each channel by itself.
    public NetworkBuilder depthwise(String name, Conv2d.Geometry geometry) {
        int c = shape().channels();
        return make(name, () -> new Conv2d(c, c, geometry.groups(c)));
    }

    /// A [Dense] layer with a bias.
    public NetworkBuilder dense(String name, int out) {
        return dense(name, out, true);
    }

    /// A [Dense] layer.
    public NetworkBuilder dense(String name, int out, boolean bias) {
        return make(name, () -> new Dense(shape().size(), out, bias));
    }

    /// A [Cosine] head.
    public NetworkBuilder cosine(String name, int out) {
        return make(name, () -> new Cosine(shape().size(), out));
    }

    /// A [BatchNorm] with PyTorch's settings.
    public NetworkBuilder batchNorm(String name) {
        return make(name, () -> new BatchNorm(shape().channels()));
    }

    /// A [BatchNorm].
    public NetworkBuilder batchNorm(String name, double epsilon, double momentum) {
        return make(name, () -> new BatchNorm(shape().channels(), epsilon, momentum));
    }

    /// max(x, 0).
    public NetworkBuilder relu(String name) {
        return add(name, ActivationLayer.relu());
    }

    /// x between 0 and 6.
    public NetworkBuilder relu6(String name) {
        return clip(name, 0, 6);
    }

    /// x between `low` and `high`.
    public NetworkBuilder clip(String name, double low, double high) {
        return make(name, () -> ActivationLayer.clip(low, high));
    }

    /// x, times `slope` below zero.
    public NetworkBuilder leakyRelu(String name, double slope) {
        return add(name, ActivationLayer.leakyRelu(slope));
    }

    /// A [PRelu], whose slopes are learned.
    public NetworkBuilder prelu(String name) {
        return make(name, () -> new PRelu(shape().channels()));
    }

    /// 1 / (1 + e⁻ˣ).
    public NetworkBuilder sigmoid(String name) {
        return add(name, ActivationLayer.sigmoid());
    }

    /// tanh x.
    public NetworkBuilder tanh(String name) {
        return add(name, ActivationLayer.tanh());
    }

    /// x·σ(x).
    public NetworkBuilder silu(String name) {
        return add(name, ActivationLayer.silu());
    }

    /// A [Gelu]: x·Φ(x).
    public NetworkBuilder gelu(String name) {
        return add(name, new Gelu());
    }

    /// A [MaxPool] of square windows side by side.
    public NetworkBuilder maxPool(String name, int kernel) {
        return maxPool(name, kernel, kernel, 0);
    }

    /// A [MaxPool] of square windows, rounding down.
    public NetworkBuilder maxPool(String name, int kernel, int stride, int padding) {
        return make(name, () -> new MaxPool(kernel, kernel, stride, padding, false));
    }

    /// An [AveragePool] of square windows side by side.
    public NetworkBuilder averagePool(String name, int kernel) {
        return averagePool(name, kernel, kernel, 0, true);
    }

    /// An [AveragePool] of square windows, rounding down.
    ///
    /// @param countPadding whether padding counts among what is averaged
    public NetworkBuilder averagePool(String name, int kernel, int stride, int padding, boolean countPadding) {
        return make(name, () -> new AveragePool(kernel, kernel, stride, padding, false, countPadding));
    }

    /// A [GlobalAveragePool].
    public NetworkBuilder globalAveragePool(String name) {
        return add(name, new GlobalAveragePool());
    }

    /// A [Flatten].
    public NetworkBuilder flatten(String name) {
        return add(name, new Flatten());
    }

    /// A [Reshape] to another shape of one example.
    public NetworkBuilder reshape(String name, Shape shape) {
        return add(name, new Reshape(shape));
    }

    /// A [Dropout] with this probability that an element is dropped.
    public NetworkBuilder dropout(String name, double probability) {
        return make(name, () -> new Dropout(probability));
    }

    /// A [Softmax].
    public NetworkBuilder softmax(String name) {
        return add(name, new Softmax());
    }

    /// An [L2Normalize].
    public NetworkBuilder l2Normalize(String name) {
        return add(name, new L2Normalize());
    }

    /// The [Add] of two nodes or more.
    public NetworkBuilder sum(String name, String... inputs) {
        return add(name, new Add(), inputs);
    }

    /// The [Multiply] of two nodes.
    public NetworkBuilder product(String name, String a, String b) {
        return add(name, new Multiply(), a, b);
    }

    /// The [Concatenate] of nodes.
    public NetworkBuilder concatenate(String name, String... inputs) {
        return add(name, new Concatenate(), inputs);
    }

    /// The network, its parameters as the layers' constructors left them (weights are zero): for weights that come
    /// from a file.
    public Network build() {
        return new Network(name, Collections.unmodifiableMap(new LinkedHashMap<>(nodes)), outputs);
    }

    /// The network, its parameters drawn from `random`.
    public Network build(RandomGenerator random) {
        return build().initialize(random);
    }
}
