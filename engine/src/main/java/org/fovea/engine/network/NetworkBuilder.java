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
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.L2Normalize;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Memory;
import org.fovea.engine.layer.Multiply;
import org.fovea.engine.layer.PRelu;
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

    NetworkBuilder(String name, Shape input) {
        this(name, "input", new Input(input));
    }

    NetworkBuilder(String name, String inputName, Input input) {
        this.name = name;
        last = inputName;
        nodes.put(inputName, new Node(inputName, input, List.of(), input.outputShape(List.of())));
    }

    /// Adds any layer.
    ///
    /// @param inputs the nodes it reads; the last one added where none is named
    /// @throws IllegalArgumentException if the name is taken, an input is unknown, the shapes do not fit, or what
    ///     the layer reads and writes for one example does not fit into the heap
    public NetworkBuilder add(String name, Layer layer, String... inputs) {
        if (name.isBlank() || nodes.containsKey(name)) {
            throw new IllegalArgumentException("a node needs a name of its own, found \"" + name + "\"");
        }
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

    public NetworkBuilder conv2d(String name, int filters, Conv2d.Geometry geometry) {
        return make(name, () -> new Conv2d(shape().channels(), filters, geometry));
    }

    /// A convolution of each channel by itself.
    public NetworkBuilder depthwise(String name, Conv2d.Geometry geometry) {
        int c = shape().channels();
        return make(name, () -> new Conv2d(c, c, geometry.groups(c)));
    }

    public NetworkBuilder dense(String name, int out) {
        return make(name, () -> new Dense(shape().size(), out, true));
    }

    public NetworkBuilder cosine(String name, int out) {
        return make(name, () -> new Cosine(shape().size(), out));
    }

    public NetworkBuilder batchNorm(String name) {
        return make(name, () -> new BatchNorm(shape().channels()));
    }

    public NetworkBuilder relu(String name) {
        return add(name, ActivationLayer.relu());
    }

    public NetworkBuilder relu6(String name) {
        return add(name, ActivationLayer.clip(0, 6));
    }

    public NetworkBuilder prelu(String name) {
        return make(name, () -> new PRelu(shape().channels()));
    }

    public NetworkBuilder silu(String name) {
        return add(name, ActivationLayer.silu());
    }

    public NetworkBuilder maxPool(String name, int kernel) {
        return make(name, () -> new MaxPool(kernel));
    }

    public NetworkBuilder averagePool(String name, int kernel) {
        return make(name, () -> new AveragePool(kernel));
    }

    public NetworkBuilder globalAveragePool(String name) {
        return add(name, new GlobalAveragePool());
    }

    public NetworkBuilder flatten(String name) {
        return add(name, new Flatten());
    }

    public NetworkBuilder dropout(String name, double probability) {
        return make(name, () -> new Dropout(probability));
    }

    public NetworkBuilder softmax(String name) {
        return add(name, new Softmax());
    }

    public NetworkBuilder l2Normalize(String name) {
        return add(name, new L2Normalize());
    }

    public NetworkBuilder sum(String name, String... inputs) {
        return add(name, new Add(), inputs);
    }

    public NetworkBuilder product(String name, String a, String b) {
        return add(name, new Multiply(), a, b);
    }

    public NetworkBuilder concatenate(String name, String... inputs) {
        return add(name, new Concatenate(), inputs);
    }

    /// The network, its parameters as the layers' constructors left them (weights are zero): for weights that come
    /// from a file.
    public Network build() {
        return new Network(name, Collections.unmodifiableMap(new LinkedHashMap<>(nodes)));
    }

    /// The network, its parameters drawn from `random`.
    public Network build(RandomGenerator random) {
        return build().initialize(random);
    }
}
