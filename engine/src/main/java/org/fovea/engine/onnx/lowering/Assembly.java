package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.layer.Flatten;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// The network while it is being put together: its builder, and names that are unique there.
final class Assembly {
    private final String name;
    private @Nullable NetworkBuilder builder;
    private final Set<String> names = new HashSet<>();
    /// What was moved or reshaped already, by what it was and what it became: several layers may want the same.
    private final Map<List<Object>, Value> arranged = new HashMap<>();

    /// @param name the network's
    Assembly(String name) {
        this.name = name.isBlank() ? "onnx" : name;
    }

    /// A value's axes as one example's shape has them: in memory's order, the batch's axis left out.
    ///
    /// A graph is lowered for one example, so an axis of 1 before all others is the batch's, and a value that has
    /// none is one example as a whole: networks have a batch of such values as well, side by side.
    static Shape shape(int[] extents, int... axes) {
        int[] rest = Arrays.stream(axes)
                .filter(axis -> axis > 0 || extents[0] != 1)
                .map(axis -> extents[axis])
                .toArray();
        return rest.length == 0 ? Shape.of(1) : Shape.of(rest);
    }

    /// Adds an input of the network.
    Value input(String input, OnnxTensor outline, int... axes) {
        String unique = unique(input);
        Shape shape = shape(outline.extents(), axes);
        builder = builder == null ? Network.builder(name, shape, unique) : builder.input(unique, shape);
        return new Value(unique, ValueLayout.of(outline.extents(), axes), outline, "");
    }

    /// Adds a layer.
    ///
    /// @param wanted the name it should have
    /// @param outline type and extents of what it computes
    /// @param layout how that lies in memory
    /// @throws IllegalArgumentException if the layer does not take the values, or computes another number of
    ///     elements; nothing has changed then
    Value add(String wanted, Layer layer, OnnxTensor outline, ValueLayout layout, Value... values) {
        List<Shape> shapes = Arrays.stream(values).map(this::shape).toList();
        Shape y = layer.outputShape(shapes);
        if (y.size() != outline.count()) {
            throw new IllegalArgumentException(wanted + ": " + y + " computed for " + outline);
        }
        String unique = unique(wanted);
        builder().add(unique, layer, Arrays.stream(values).map(Value::node).toArray(String[]::new));
        return new Value(unique, layout, outline, "");
    }

    private NetworkBuilder builder() {
        if (builder == null) {
            throw new IllegalStateException("the network's inputs come first");
        }
        return builder;
    }

    /// One example's shape at the node that holds a value.
    Shape shape(Value value) {
        return builder().from(value.node()).shape();
    }

    /// The value in another layout, at a node of the given shape; itself where it has both already.
    Value arranged(Value value, ValueLayout layout, Shape shape) {
        if (value.layout().equals(layout) && shape(value).equals(shape)) {
            return value;
        }
        List<Object> key = List.of(value.node(), value.layout(), layout, shape);
        Value there = arranged.get(key);
        if (there == null) {
            boolean moved = !value.layout().equals(layout);
            there = moved
                    ? moved(value, layout, shape)
                    : add(
                            value.view().isEmpty() ? value.node() + "_reshaped" : value.view(),
                            shape.rank() == 1 ? new Flatten() : new Reshape(shape),
                            value.outline(),
                            layout,
                            value);
            arranged.put(key, there);
        }
        return new Value(there.node(), layout, value.outline(), value.view());
    }

    /// By way of ONNX's own order where one step has no axes that it could permute.
    private Value moved(Value value, ValueLayout layout, Shape shape) {
        int[] digits = ValueLayout.digits(value.layout(), layout);
        int[] from = digits == null ? null : value.layout().axes(digits);
        int[] to = digits == null ? null : layout.axes(digits);
        if (digits == null || from == null || to == null) {
            int count = value.outline().count();
            return moved(arranged(value, ValueLayout.rowMajor(count), Shape.of(count)), layout, shape);
        }
        int[] extents = new int[digits.length];
        int[] order = new int[digits.length];
        for (int place = 0; place < digits.length; place++) {
            extents[place] = digits[from[place]];
            for (int k = 0; k < to.length; k++) {
                if (to[k] == from[place]) {
                    order[k] = place;
                }
            }
        }
        String by = value.view().isEmpty() ? value.node() + "_reordered" : value.view();
        return add(by, new Reorder(extents, order, shape), value.outline(), layout, value);
    }

    /// A name that no other node has: `wanted`, without what a table or a terminal would trip over.
    private String unique(String wanted) {
        String plain = wanted.isBlank() ? "node" : wanted.replaceAll("\\p{Cntrl}", "_");
        String unique = plain;
        for (int i = 2; !names.add(unique); i++) {
            unique = plain + "_" + i;
        }
        return unique;
    }

    /// @param outputs the nodes that somebody outside reads, any number of times each
    Network build(List<Value> outputs) {
        List<String> nodes = new ArrayList<>();
        outputs.stream().map(Value::node).distinct().forEach(nodes::add);
        return builder().outputs(nodes.toArray(String[]::new)).build();
    }
}
