package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Concatenate;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Cosine;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Dropout;
import org.fovea.engine.layer.Flatten;
import org.fovea.engine.layer.Gelu;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.L2Normalize;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Layers;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.PRelu;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.layer.WindowPool;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;
import org.fovea.engine.layer.movement.DepthToSpace;
import org.fovea.engine.layer.movement.Expand;
import org.fovea.engine.layer.movement.Gather;
import org.fovea.engine.layer.movement.Pad;
import org.fovea.engine.layer.movement.Resampling;
import org.fovea.engine.layer.movement.Resize;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.layer.movement.SpaceToDepth;
import org.fovea.engine.layer.movement.Tile;
import org.fovea.engine.layer.movement.Transpose;
import org.fovea.engine.layer.normalization.AxisSoftmax;
import org.fovea.engine.layer.normalization.LocalResponse;
import org.fovea.engine.layer.normalization.LpNormalize;
import org.fovea.engine.layer.normalization.Standardize;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.tensor.Shape;

/// A small network around each kind of layer, in the ways in which ONNX's forms differ: its input is a vector, cut into
/// what the layer reads, so that the layer stands between others. What opset 17 has no form for is left out.
final class LayerNetworks {
    private static final Shape PICTURE = Shape.of(5, 4, 6);
    private static final Shape VECTOR = Shape.of(12);

    private final List<Network> networks = new ArrayList<>();

    private LayerNetworks() {}

    static List<Network> all() {
        LayerNetworks all = new LayerNetworks();
        all.functions();
        all.arithmetic();
        all.vectors();
        all.pictures();
        all.windows();
        all.movements();
        all.resizing();
        all.axes();
        all.products();
        return all.networks;
    }

    /// The engine's types of layers that none of these networks has: those that it got and this list did not.
    static Set<String> missing(List<Network> networks) {
        Set<String> missing = new TreeSet<>(Layers.types());
        // Other modules' layers are not the engine's to write.
        ServiceLoader.load(LayerType.class).stream()
                .filter(type -> !type.type().getPackageName().startsWith("org.fovea.engine."))
                .forEach(type -> missing.remove(type.get().name()));
        networks.forEach(network ->
                network.nodes().forEach(node -> missing.remove(node.layer().type())));
        return missing;
    }

    private void add(String name, Layer layer, Shape... inputs) {
        String[] reads = new String[inputs.length];
        for (int i = 0; i < reads.length; i++) {
            reads[i] = "x" + i;
        }
        add(name, builder -> builder.add("y", layer, reads), inputs);
    }

    private void add(String name, UnaryOperator<NetworkBuilder> layers, Shape... inputs) {
        int size = 0;
        for (Shape shape : inputs) {
            size += shape.size();
        }
        NetworkBuilder builder = Network.builder(name, Shape.of(size));
        int from = 0;
        for (int i = 0; i < inputs.length; i++) {
            builder.add("cut" + i, new Slice(0, from, from + inputs[i].size(), 1), "input")
                    .reshape("x" + i, inputs[i]);
            from += inputs[i].size();
        }
        networks.add(layers.apply(builder.from("x0")).flatten("flat").build());
    }

    private void functions() {
        for (Function f : Function.values()) {
            Elementwise layer = switch (f) {
                case ELU, CELU, THRESHOLDED_RELU, AT_LEAST, AT_MOST -> Elementwise.of(f, 0.75);
                case SWISH -> Elementwise.of(f, 1.5);
                case POWER -> Elementwise.of(f, 2.5);
                case SELU -> Elementwise.of(f, 1.5, 0.75);
                case HARD_SIGMOID -> Elementwise.of(f, 0.5, 0.25);
                default -> Elementwise.of(f);
            };
            boolean positive = f == Function.POWER || f == Function.LOG || f == Function.SQUARE_ROOT;
            add(f.name(), b -> (positive ? positive(b, 0) : b).add("y", layer), PICTURE);
        }
        for (ActivationLayer layer : List.of(
                ActivationLayer.relu(),
                ActivationLayer.leakyRelu(0.1),
                ActivationLayer.clip(-0.3, 1.7),
                ActivationLayer.sigmoid(),
                ActivationLayer.tanh(),
                ActivationLayer.silu())) {
            add(layer.type(), layer, PICTURE);
        }
        add("gelu", new Gelu(), PICTURE);
        add("prelu", new PRelu(6), PICTURE);
    }

    /// |x| + ½ of an input, at the node after it.
    private static NetworkBuilder positive(NetworkBuilder builder, int input) {
        return builder.add("absolute" + input, Elementwise.of(Function.ABS), "x" + input)
                .add("positive" + input, Elementwise.of(Function.AT_LEAST, 0.5));
    }

    private void arithmetic() {
        for (Arithmetic.Function f : Arithmetic.Function.values()) {
            switch (f) {
                case WHERE ->
                    add(
                            "WHERE",
                            b -> b.add("c", new Arithmetic(Arithmetic.Function.GREATER), "x0", "x1")
                                    .add("y", new Arithmetic(f), "c", "x1", "x2"),
                            PICTURE,
                            PICTURE,
                            Shape.of(5, 1, 6));
                case PRELU -> add("PRELU of a constant", new Arithmetic(f, Shape.of(5, 1, 6), 1, true), PICTURE);
                case POWER, DIVIDE ->
                    add(
                            f.name(),
                            b -> positive(positive(b, 1), 0).add("y", new Arithmetic(f), "positive0", "positive1"),
                            PICTURE,
                            Shape.of(4, 1));
                default -> {
                    add(f.name(), new Arithmetic(f), PICTURE, Shape.of(5, 1, 6));
                    add(f + " of one extent", new Arithmetic(f), PICTURE, PICTURE);
                    if (f != Arithmetic.Function.MEAN) {
                        add(f + " of a constant", new Arithmetic(f, Shape.of(4, 1), 0, true), PICTURE);
                    }
                }
            }
        }
        add("add", b -> b.sum("y", "x0", "x1", "x2"), PICTURE, PICTURE, PICTURE);
        add("multiply", b -> b.product("y", "x0", "x1"), PICTURE, PICTURE);
        add("concatenate", new Concatenate(), PICTURE, Shape.of(5, 4, 2));
    }

    private void vectors() {
        add("dense", new Dense(12, 7, true), VECTOR);
        add("dense without bias", new Dense(12, 7, false), VECTOR);
        add("cosine", new Cosine(12, 5), VECTOR);
        add("length 1", new L2Normalize(), VECTOR);
        add("softmax", new Softmax(), VECTOR);
        add("batch norm of vectors", new BatchNorm(12), VECTOR);
        add("dropout", new Dropout(0.3), VECTOR);
        add("flatten", new Flatten(), PICTURE);
    }

    private void pictures() {
        Geometry g3 = Geometry.of(3);
        add("convolution", b -> b.conv2d("y", 8, new Geometry(3, 2, 1, 2, 2, 1, 2, 1, 2, 1, 1, true)), PICTURE);
        add("depthwise", b -> b.depthwise("y", g3.padding(1).withoutBias()), PICTURE);
        add("convolution in groups", b -> b.conv2d("y", 4, g3.padding(1).groups(2)), PICTURE);
        add("batch norm", new BatchNorm(6, 1e-3, 0.1), PICTURE);
        add("softmax over channels", new Softmax(), PICTURE);
        add("global average pool", new GlobalAveragePool(), PICTURE);
        for (Geometry g : List.of(g3, g3.stride(2).padding(1), Geometry.of(2).stride(2))) {
            int more = g.strideH() == 2 ? 1 : 0;
            add("transposed convolution " + g, new ConvTranspose2d(6, 4, g, more, more), PICTURE);
        }
        add("transposed in groups", new ConvTranspose2d(6, 4, Geometry.of(2).groups(2), 0, 0), PICTURE);
        add(
                "transposed and dilated",
                new ConvTranspose2d(6, 4, new Geometry(4, 2, 2, 3, 1, 0, 2, 1, 1, 2, 1, false), 0, 1),
                PICTURE);
    }

    /// Windows that reach beyond the padding, and what they count.
    private void windows() {
        Shape wide = Shape.of(7, 9, 3);
        for (boolean ceil : new boolean[] {false, true}) {
            add("max pool, ceil " + ceil, new MaxPool(3, 3, 2, 1, ceil), wide);
            add("average pool, ceil " + ceil, new AveragePool(3, 3, 2, 1, ceil, false), wide);
            add("average pool, padding counted, ceil " + ceil, new AveragePool(3, 2, 3, 1, ceil, true), wide);
            for (Geometry g : List.of(
                    new Geometry(3, 2, 2, 1, 1, 0, 2, 1, 1, 1, 1, false),
                    new Geometry(3, 3, 2, 2, 0, 0, 1, 1, 1, 1, 1, false))) {
                add("windows' maximum " + g + ceil, WindowPool.maximum(g, ceil), wide);
                add("windows' average " + g + ceil, WindowPool.average(g, ceil, false), wide);
                add("windows' average, padding counted " + g + ceil, WindowPool.average(g, ceil, true), wide);
                add("windows' L2 " + g + ceil, WindowPool.norm(2, g, ceil), wide);
                add("windows' L3 " + g + ceil, WindowPool.norm(3, g, ceil), wide);
            }
            Geometry dilated = new Geometry(2, 3, 1, 2, 1, 2, 0, 1, 2, 2, 1, false);
            add("windows' maximum, dilated, ceil " + ceil, WindowPool.maximum(dilated, ceil), wide);
        }
    }

    private void movements() {
        add("transpose", new Transpose(2, 0, 1), PICTURE);
        add("slice", new Slice(1, -1, -4, -1), PICTURE);
        add("slice by two", new Slice(0, 1, 5, 2), PICTURE);
        for (Pad.Mode mode : Pad.Mode.values()) {
            if (mode != Pad.Mode.WRAP) { // since opset 19
                add("pad " + mode, new Pad(mode, new int[] {2, -1, 0}, new int[] {1, 2, 2}, 0.5), PICTURE);
            }
        }
        add("expand", new Expand(Shape.of(2, 4, 1)), Shape.of(1, 3));
        add("tile", new Tile(1, 2, 3), PICTURE);
        add("gather", new Gather(1, Shape.of(5), 3, 0, 0, -1, 2), PICTURE);
        add("gather one", new Gather(-1, Shape.of(), 1), PICTURE);
        add("depth to space", new DepthToSpace(2, true), Shape.of(2, 3, 12));
        add("depth to space, channels first", new DepthToSpace(2, false), Shape.of(2, 3, 12));
        add("space to depth", new SpaceToDepth(2), Shape.of(4, 6, 3));
        Options order = new Options()
                .with("extents", new int[] {5, 4, 6})
                .with("order", new int[] {2, 0, 1})
                .with("shape", Shape.of(6, 20));
        add("reorder", Layers.create("reorder", order), PICTURE);
    }

    private void resizing() {
        for (Resampling.Mode mode : Resampling.Mode.values()) {
            for (Resampling.Coordinates coordinates : Resampling.Coordinates.values()) {
                boolean written = coordinates != Resampling.Coordinates.HALF_PIXEL_SYMMETRIC; // since opset 19
                // ONNX Runtime 1.29 takes every place for one outside the region here.
                boolean wrong =
                        mode == Resampling.Mode.CUBIC && coordinates == Resampling.Coordinates.TF_CROP_AND_RESIZE;
                if (written && !wrong) {
                    resize(Resampling.of(mode, coordinates));
                }
            }
        }
        for (Resampling.Nearest nearest : Resampling.Nearest.values()) {
            resize(new Resampling(
                    Resampling.Mode.NEAREST, Resampling.Coordinates.HALF_PIXEL, nearest, -0.75, false, false));
        }
        resize(new Resampling(
                Resampling.Mode.CUBIC, Resampling.Coordinates.HALF_PIXEL, Resampling.Nearest.FLOOR, -0.5, true, false));
        Resampling half = Resampling.of(Resampling.Mode.LINEAR, Resampling.Coordinates.HALF_PIXEL);
        add("resize to extents", new Resize(half, new int[] {7, 3, 6}, new double[0]), PICTURE);
    }

    private void resize(Resampling how) {
        boolean crops = how.coordinates() == Resampling.Coordinates.TF_CROP_AND_RESIZE;
        double[] region = crops ? new double[] {0.25, -0.125, 0, 1.25, 0.75, 1} : new double[0];
        double[] scales = {2, 1.5, 1};
        add("resize " + how, new Resize(how, new int[0], scales, region, crops ? 0.5 : 0), PICTURE);
    }

    private void axes() {
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            boolean positive = kind == Reduce.Kind.LOG_SUM;
            for (boolean keeps : new boolean[] {true, false}) {
                int[] axes = keeps ? new int[] {0, 2} : new int[] {1};
                add(
                        kind + ", axes kept " + keeps,
                        b -> (positive ? positive(b, 0) : b).add("y", new Reduce(kind, keeps, axes)),
                        PICTURE);
            }
        }
        add("L1", Reduce.norm(1, true, -1), PICTURE);
        add("L3", Reduce.norm(3, true, 0, 1), PICTURE);
        for (int axis = 0; axis < 3; axis++) {
            add("softmax along " + axis, new AxisSoftmax(axis, false), PICTURE);
            add("log softmax along " + axis, new AxisSoftmax(axis, true), PICTURE);
            add("L1 of axis " + axis, new LpNormalize(axis, 1), PICTURE);
            add("L2 of axis " + axis, new LpNormalize(axis, 2), PICTURE);
        }
        add("instance norm", Standardize.instance(6, 1e-3), PICTURE);
        add("group norm", Standardize.group(6, 2, 1e-3), PICTURE);
        add("layer norm", Standardize.layer(Shape.of(6), 1e-3, -1), PICTURE);
        add("layer norm of two axes", Standardize.layer(Shape.of(4, 6), 1e-3, 1, 2), PICTURE);
        for (int size : new int[] {3, 5}) {
            add("local response over " + size, new LocalResponse(size, 0.5, 0.75, 1.5), Shape.of(2, 2, 7));
        }
    }

    private void products() {
        add("product", new MatrixMultiply(), Shape.of(3, 4), Shape.of(4, 5));
        add("product, broadcast", new MatrixMultiply(), Shape.of(2, 1, 3, 4), Shape.of(1, 3, 4, 2));
        add("product with a matrix", new MatrixMultiply(Shape.of(4, 5), 1), Shape.of(2, 3, 4));
        add("a matrix's product", new MatrixMultiply(Shape.of(3, 4), 0), Shape.of(2, 4, 5));
    }
}
