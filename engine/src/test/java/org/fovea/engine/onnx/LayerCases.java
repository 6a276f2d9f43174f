package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.integers;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.real;
import static org.fovea.engine.onnx.Message.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.WindowPool;
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
import org.fovea.engine.onnx.lowering.Reorder;
import org.fovea.engine.tensor.Shape;

/// The general layers, each beside its operator.
final class LayerCases {
    private static final Shape PICTURE = Shape.of(5, 4, 3);

    private LayerCases() {}

    static List<LayerCase> all() {
        List<LayerCase> all = new ArrayList<>();
        ElementwiseCases.functions(all);
        ElementwiseCases.arithmetic(all);
        movements(all);
        resizing(all);
        reductions(all);
        normalizations(all);
        pools(all);
        products(all);
        return all;
    }

    private static void movements(List<LayerCase> all) {
        all.add(LayerCase.of("transpose", new Transpose(2, 0, 1), PICTURE)
                .node("Transpose", "x0", "y", integers("perm", 0, 3, 1, 2)));
        all.add(LayerCase.of("transpose of rows", new Transpose(1, 0, 2), PICTURE)
                .node("Transpose", "x0", "y", integers("perm", 0, 2, 1, 3)));
        all.add(LayerCase.of("reorder", new Reorder(new int[] {5, 4, 3}, new int[] {2, 0, 1}, Shape.of(6, 10)), PICTURE)
                .node("Transpose", "x0", "y", integers("perm", 0, 3, 1, 2)));
        all.add(slice(0, 1, 4, 2));
        all.add(slice(1, -1, -4, -1));
        all.add(slice(2, -2, Integer.MAX_VALUE, 1));
        all.add(slice(0, Integer.MAX_VALUE, -Integer.MAX_VALUE, -3));
        for (Pad.Mode mode : Pad.Mode.values()) {
            all.add(LayerCase.of("pad " + mode, new Pad(mode, new int[] {2, -1, 0}, new int[] {1, 6, 2}, 0.5), PICTURE)
                    .constant(longs("pads", 0, 2, -1, 0, 0, 1, 6, 2))
                    .constant(floats("half", new long[0], 0.5f))
                    .node("Cast", "half", "value", integer("to", 11))
                    .node(
                            "Pad",
                            mode == Pad.Mode.CONSTANT ? "x0 pads value" : "x0 pads",
                            "y",
                            word("mode", mode.name().toLowerCase(Locale.ROOT))));
        }
        all.add(LayerCase.of("expand", new Expand(Shape.of(2, 4, 1)), Shape.of(1, 3))
                .constant(longs("inserted", 1))
                .constant(longs("shape", 1, 2, 4, 1))
                .node("Unsqueeze", "x0 inserted", "u")
                .node("Expand", "u shape", "y"));
        all.add(LayerCase.of("tile", new Tile(1, 2, 3), PICTURE)
                .constant(longs("repeats", 1, 1, 2, 3))
                .node("Tile", "x0 repeats", "y"));
        all.add(LayerCase.of("gather", new Gather(1, Shape.of(5), 3, 0, 0, -1, 2), PICTURE)
                .constant(longs("indices", 3, 0, 0, -1, 2))
                .node("Gather", "x0 indices", "y", integer("axis", 2)));
        all.add(LayerCase.of("gather one", new Gather(-1, Shape.of(), 1), PICTURE)
                .constant(Message.tensor("index", Message.INT64).number(7, 1))
                .node("Gather", "x0 index", "y", integer("axis", -1)));
        for (boolean first : new boolean[] {true, false}) {
            all.add(LayerCase.of("depth to space " + first, new DepthToSpace(2, first), Shape.of(2, 3, 12))
                    .pictures("DepthToSpace", "", integer("blocksize", 2), word("mode", first ? "DCR" : "CRD")));
        }
        all.add(LayerCase.of("space to depth", new SpaceToDepth(2), Shape.of(4, 6, 3))
                .pictures("SpaceToDepth", "", integer("blocksize", 2)));
    }

    private static LayerCase slice(int axis, int start, int end, int step) {
        return LayerCase.of("slice " + start + " to " + end + " by " + step, new Slice(axis, start, end, step), PICTURE)
                .constant(longs("starts", start))
                .constant(longs("ends", end))
                .constant(longs("axes", axis + 1))
                .constant(longs("steps", step))
                .node("Slice", "x0 starts ends axes steps", "y");
    }

    private static void resizing(List<LayerCase> all) {
        for (Resampling.Mode mode : Resampling.Mode.values()) {
            for (Resampling.Coordinates coordinates : Resampling.Coordinates.values()) {
                Resampling how = Resampling.of(mode, coordinates);
                all.add(resize(how, 2.3, 1.5));
                all.add(resize(how, 0.7, 1));
            }
            all.add(resize(
                    new Resampling(mode, Resampling.Coordinates.HALF_PIXEL, Resampling.Nearest.CEIL, -0.5, true, false),
                    1.8,
                    0.5));
            if (mode != Resampling.Mode.NEAREST) {
                all.add(resize(
                        new Resampling(
                                mode, Resampling.Coordinates.HALF_PIXEL, Resampling.Nearest.FLOOR, -0.75, false, true),
                        0.6,
                        0.5));
            }
        }
        Resampling half = Resampling.of(Resampling.Mode.LINEAR, Resampling.Coordinates.HALF_PIXEL);
        all.add(LayerCase.of("resize to sizes", new Resize(half, new int[] {7, 3, 3}, new double[0]), PICTURE)
                .node("Shape", "x0", "shape")
                .constant(longs("batch", 0))
                .node("Gather", "shape batch", "n")
                .constant(longs("rest", 7, 3, 3))
                .node("Concat", "n rest", "to", integer("axis", 0))
                .node(
                        "Resize",
                        "x0   to",
                        "y",
                        word("mode", "linear"),
                        word("coordinate_transformation_mode", "half_pixel")));
    }

    private static LayerCase resize(Resampling how, double down, double across) {
        boolean crops = how.coordinates() == Resampling.Coordinates.TF_CROP_AND_RESIZE;
        float h = (float) down;
        float w = (float) across;
        double[] region = crops ? new double[] {0.25, -0.125, 0, 1.25, 0.75, 1} : new double[0];
        Resize layer = new Resize(how, new int[0], new double[] {h, w, 1}, region, crops ? 0.5 : 0);
        return LayerCase.of("resize " + how + " by " + down + " and " + across, layer, PICTURE)
                .constant(floats("scales", new long[] {4}, 1, h, w, 1))
                .constant(floats("region", new long[] {8}, 0, 0.25f, -0.125f, 0, 1, 1.25f, 0.75f, 1))
                .node(
                        "Resize",
                        crops ? "x0 region scales" : "x0  scales",
                        "y",
                        word("mode", lower(how.mode())),
                        word("coordinate_transformation_mode", lower(how.coordinates())),
                        word("nearest_mode", lower(how.nearest())),
                        real("cubic_coeff_a", (float) how.cubic()),
                        integer("exclude_outside", how.excludeOutside() ? 1 : 0),
                        integer("antialias", how.antialias() ? 1 : 0),
                        real("extrapolation_value", 0.5f));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void reductions(List<LayerCase> all) {
        reduction(all, Reduce.Kind.SUM, "ReduceSum");
        reduction(all, Reduce.Kind.MEAN, "ReduceMean");
        reduction(all, Reduce.Kind.MAXIMUM, "ReduceMax");
        reduction(all, Reduce.Kind.MINIMUM, "ReduceMin");
        reduction(all, Reduce.Kind.SUM_OF_SQUARES, "ReduceSumSquare");
        reduction(all, Reduce.Kind.LOG_SUM, "ReduceLogSum");
        reduction(all, Reduce.Kind.LOG_SUM_EXP, "ReduceLogSumExp");
        reduction(all, Reduce.Kind.PRODUCT, "ReduceProd");
        reduction(all, Reduce.Kind.NORM, "ReduceL2");
        all.add(LayerCase.of("L1", Reduce.norm(1, true, -1), PICTURE)
                .constant(longs("axes", -1))
                .node("ReduceL1", "x0 axes", "y"));
        all.add(LayerCase.of("global max pool", new Reduce(Reduce.Kind.MAXIMUM, true, 0, 1), PICTURE)
                .pictures("GlobalMaxPool", ""));
        all.add(LayerCase.of("global L3 pool", Reduce.norm(3, true, 0, 1), PICTURE)
                .pictures("GlobalLpPool", "", integer("p", 3)));
    }

    private static void reduction(List<LayerCase> all, Reduce.Kind kind, String operator) {
        for (boolean keeps : new boolean[] {true, false}) {
            int[] axes = keeps ? new int[] {0, 2} : new int[] {1};
            long[] theirs = keeps ? new long[] {1, 3} : new long[] {2};
            LayerCase of = LayerCase.of(operator + " " + keeps, new Reduce(kind, keeps, axes), PICTURE)
                    .constant(longs("axes", theirs))
                    .node(operator, "x0 axes", "y", integer("keepdims", keeps ? 1 : 0));
            all.add(kind == Reduce.Kind.LOG_SUM ? of.positive() : of);
        }
    }

    private static void normalizations(List<LayerCase> all) {
        for (int axis = 0; axis < 3; axis++) {
            all.add(LayerCase.of("softmax along " + axis, new AxisSoftmax(axis, false), PICTURE)
                    .node("Softmax", "x0", "y", integer("axis", axis + 1)));
            all.add(LayerCase.of("log softmax along " + axis, new AxisSoftmax(axis, true), PICTURE)
                    .node("LogSoftmax", "x0", "y", integer("axis", axis + 1)));
            all.add(LayerCase.of("L1 of axis " + axis, new LpNormalize(axis, 1), PICTURE)
                    .node("LpNormalization", "x0", "y", integer("axis", axis + 1), integer("p", 1)));
            all.add(LayerCase.of("L2 of axis " + axis, new LpNormalize(axis, 2), PICTURE)
                    .node("LpNormalization", "x0", "y", integer("axis", axis + 1), integer("p", 2)));
        }
        all.add(LayerCase.of("instance norm", Standardize.instance(3, 1e-3f), PICTURE)
                .pictures("InstanceNormalization", "y.weight y.bias", real("epsilon", 1e-3f)));
        all.add(LayerCase.of("group norm", Standardize.group(6, 2, 1e-3f), Shape.of(3, 2, 6))
                .pictures("GroupNormalization", "y.weight y.bias", real("epsilon", 1e-3f), integer("num_groups", 2)));
        all.add(LayerCase.of("layer norm", Standardize.layer(Shape.of(3), 1e-3f, -1), PICTURE)
                .node("LayerNormalization", "x0 y.weight y.bias", "y", real("epsilon", 1e-3f)));
        all.add(LayerCase.of("layer norm of two axes", Standardize.layer(Shape.of(4, 3), 1e-3f, 1, 2), PICTURE)
                .node("LayerNormalization", "x0 y.weight y.bias", "y", integer("axis", 2), real("epsilon", 1e-3f)));
        for (int size : new int[] {1, 4, 5}) {
            all.add(LayerCase.of(
                            "local response over " + size, new LocalResponse(size, 0.5, 0.75, 1.5), Shape.of(2, 2, 7))
                    .pictures(
                            "LRN",
                            "",
                            integer("size", size),
                            real("alpha", 0.5f),
                            real("beta", 0.75f),
                            real("bias", 1.5f)));
        }
    }

    private static void pools(List<LayerCase> all) {
        Geometry[] windows = {
            new Geometry(3, 2, 2, 1, 1, 0, 2, 1, 1, 1, 1, false),
            new Geometry(2, 3, 1, 2, 1, 2, 0, 1, 2, 2, 1, false),
            new Geometry(3, 3, 2, 2, 0, 0, 1, 1, 1, 1, 1, false)
        };
        for (Geometry g : windows) {
            for (boolean ceil : new boolean[] {false, true}) {
                all.add(pool(WindowPool.maximum(g, ceil), "MaxPool", g, ceil));
                all.add(pool(WindowPool.average(g, ceil, false), "AveragePool", g, ceil));
                all.add(pool(
                        WindowPool.average(g, ceil, true), "AveragePool", g, ceil, integer("count_include_pad", 1)));
                all.add(pool(WindowPool.norm(2, g, ceil), "LpPool", g, ceil, integer("p", 2)));
                all.add(pool(WindowPool.norm(3, g, ceil), "LpPool", g, ceil, integer("p", 3)));
            }
        }
    }

    private static LayerCase pool(WindowPool layer, String operator, Geometry g, boolean ceil, Message... more) {
        List<Message> attributes = new ArrayList<>(List.of(more));
        attributes.add(integers("kernel_shape", g.kernelH(), g.kernelW()));
        attributes.add(integers("strides", g.strideH(), g.strideW()));
        attributes.add(integers("pads", g.padTop(), g.padLeft(), g.padBottom(), g.padRight()));
        attributes.add(integers("dilations", g.dilationH(), g.dilationW()));
        attributes.add(integer("ceil_mode", ceil ? 1 : 0));
        String name = operator + " " + layer.options().asMap();
        return LayerCase.of(name, layer, Shape.of(7, 6, 3)).pictures(operator, "", attributes.toArray(Message[]::new));
    }

    private static void products(List<LayerCase> all) {
        all.add(product(new MatrixMultiply(), "x0 x1", Shape.of(3, 4), Shape.of(4, 5)));
        all.add(product(new MatrixMultiply(), "x0 x1", Shape.of(2, 1, 3, 4), Shape.of(1, 3, 4, 2)));
        all.add(product(new MatrixMultiply(Shape.of(4, 5), 1), "x0 y.weight", Shape.of(2, 3, 4)));
        all.add(product(new MatrixMultiply(Shape.of(2, 4, 5), 1), "x0 y.weight", Shape.of(2, 3, 4)));
        all.add(product(new MatrixMultiply(Shape.of(3, 4), 0), "y.weight x0", Shape.of(2, 4, 5)));
        all.add(LayerCase.of("matrix squared", b -> b.add("y", new MatrixMultiply(), "x0", "x0"), Shape.of(3, 3))
                .node("MatMul", "x0 x0", "y"));
        transposed(all, Geometry.of(3), 0, 0);
        transposed(all, Geometry.of(3).stride(2).padding(1), 1, 1);
        transposed(all, new Geometry(4, 2, 2, 3, 1, 0, 2, 1, 1, 2, 1, false), 0, 1);
        transposed(all, Geometry.of(2).stride(2).groups(2), 0, 0);
        transposed(all, Geometry.of(4).stride(2).padding(1).groups(4), 0, 0);
    }

    private static LayerCase product(MatrixMultiply layer, String reads, Shape... inputs) {
        return LayerCase.of("product " + reads + " of " + List.of(inputs), layer, inputs)
                .node("MatMul", reads, "y");
    }

    private static void transposed(List<LayerCase> all, Geometry g, int moreH, int moreW) {
        int oc = g.groups() == 1 ? 3 : 4;
        LayerCase of = LayerCase.of("transposed " + g, new ConvTranspose2d(4, oc, g, moreH, moreW), Shape.of(3, 2, 4))
                .node("Transpose", "y.weight", "w", integers("perm", 3, 2, 0, 1));
        all.add(of.pictures(
                "ConvTranspose",
                g.bias() ? "w y.bias" : "w",
                integers("strides", g.strideH(), g.strideW()),
                integers("pads", g.padTop(), g.padLeft(), g.padBottom(), g.padRight()),
                integers("dilations", g.dilationH(), g.dilationW()),
                integers("output_padding", moreH, moreW),
                integer("group", g.groups())));
    }
}
