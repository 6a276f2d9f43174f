package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Where one of a graph's values enters or leaves the network: the way between ONNX's layout and the node's.
public final class Port {
    private final String name;
    private final Value value;
    private final Shape shape;
    private final Reordering in;
    private final Reordering out;

    /// @param name the value's in the graph
    /// @param shape one example's at the node
    Port(String name, Value value, Shape shape) {
        this.name = name;
        this.value = value;
        this.shape = shape;
        ValueLayout rowMajor = ValueLayout.rowMajor(value.outline().count());
        in = Reordering.of(rowMajor, value.layout());
        out = Reordering.of(value.layout(), rowMajor);
    }

    /// The value's name in the graph.
    public String name() {
        return name;
    }

    /// The network's node that holds the value.
    public String node() {
        return value.node();
    }

    /// Type and extents of one example.
    public OnnxTensor outline() {
        return value.outline();
    }

    /// As many examples as a tensor of these extents holds.
    ///
    /// @throws IllegalArgumentException if it is not whole ones
    public int batch(int... extents) {
        int[] own = value.extents();
        boolean one = Arrays.equals(own, extents);
        boolean several = own.length > 0
                && own.length == extents.length
                && own[0] == 1
                && extents[0] > 0
                && Arrays.equals(own, 1, own.length, extents, 1, own.length);
        if (!one && !several) {
            throw new IllegalArgumentException("\"" + name + "\" takes examples of " + OnnxTensor.text(own) + ", found "
                    + OnnxTensor.text(extents));
        }
        return one ? 1 : extents[0];
    }

    /// Whether one example is a picture (C, H, W) in ONNX and (H, W, C) at the node.
    public boolean isPicture() {
        return shape.rank() == 3 && in.transposes(shape.channels());
    }

    /// The examples of a tensor as ONNX has them, (N, C, H, W) for a picture: its own array if it is of `float`.
    public float[] values(OnnxTensor tensor) {
        return Elements.floats(tensor);
    }

    /// The examples of a tensor as the node has them, (N, …).
    public Tensor toNetwork(OnnxTensor tensor) {
        Tensor t = Tensor.zeros(shape.batch(batch(tensor.extents())));
        write(tensor, t);
        return t;
    }

    /// As [#toNetwork(OnnxTensor)], into a tensor that is there already.
    public void write(OnnxTensor tensor, Tensor into) {
        float[] x = Elements.floats(tensor);
        int each = shape.size();
        for (int at = 0; at < x.length; at += each) {
            in.copy(x, at, into.data(), at);
        }
    }

    /// The node's values for a batch as ONNX has them.
    ///
    /// @param values (N, …)
    public OnnxTensor toOnnx(Tensor values) {
        float[] y = new float[values.size()];
        read(values, y);
        return Elements.tensor(y, OnnxTensor.outline(value.type(), extents(values)));
    }

    /// As the other, in a tensor that is there already where it is one of FLOAT and of these extents.
    public OnnxTensor toOnnx(Tensor values, OnnxTensor there) {
        if (there.isOutline()
                || there.type() != OnnxType.FLOAT
                || value.type() != OnnxType.FLOAT
                || !there.hasExtents(extents(values))) {
            return toOnnx(values);
        }
        read(values, there.floats());
        return there;
    }

    /// The extents in ONNX of the node's values for a batch.
    private int[] extents(Tensor values) {
        int[] extents = value.extents();
        int n = values.shape().extent(0);
        if (n > 1) {
            extents[0] *= n;
        }
        return extents;
    }

    private void read(Tensor values, float[] y) {
        int each = shape.size();
        for (int at = 0; at < y.length; at += each) {
            out.copy(values.data(), at, y, at);
        }
    }

    /// The number, in ONNX's order, of the element that stands at a place among one example's values at the node:
    /// [#place] the other way round.
    public int element(int place) {
        return value.layout().elements()[place];
    }

    /// The place among one example's values at the node where the element of this number, in ONNX's order, stands.
    public int place(int element) {
        return Reordering.sources(value.layout(), ValueLayout.rowMajor(shape.size()))[element];
    }
}
