package org.fovea.engine.onnx;

import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.lowering.Port;
import org.fovea.engine.tensor.Tensor;

/// One of a model's values at a node of its lowered network: the way between ONNX's layout, (N, C, H, W) for pictures,
/// and the node's, (N, H, W, C).
public final class OnnxPort {
    private final Port port;

    OnnxPort(Port port) {
        this.port = port;
    }

    Port port() {
        return port;
    }

    /// The value's name in the model.
    public String name() {
        return port.name();
    }

    /// What one of its elements is.
    public OnnxType type() {
        return port.outline().type();
    }

    /// The value's extents for one example, as ONNX has them.
    public int[] extents() {
        return port.outline().extents();
    }

    /// The name of the network's node that holds it.
    public String node() {
        return port.node();
    }

    /// The value as a batch of the node's.
    ///
    /// @param tensor one example, or several along its first axis where that is 1 in [#extents()]
    /// @return (N, …) with the node's shape after N
    /// @throws IllegalArgumentException if the extents are others
    public Tensor toNetwork(OnnxTensor tensor) {
        return port.toNetwork(tensor);
    }

    /// A batch of the node's as ONNX has it.
    ///
    /// @param values (N, …) with the node's shape after N
    public OnnxTensor toOnnx(Tensor values) {
        return port.toOnnx(values);
    }

    /// Where an element of one example stands among the node's values: what a target that reads a detector's cell
    /// asks.
    ///
    /// @param index one number for each of [#extents()]
    /// @throws IllegalArgumentException if there is no such element
    public int place(int... index) {
        int[] extents = port.outline().extents();
        if (index.length != extents.length) {
            throw new IllegalArgumentException("\"" + name() + "\" has extents " + OnnxTensor.text(extents) + ", found "
                    + index.length + " indices");
        }
        int element = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= extents[axis]) {
                throw new IllegalArgumentException("\"" + name() + "\" has extents " + OnnxTensor.text(extents)
                        + ", found index " + index[axis] + " of axis " + axis);
            }
            element = element * extents[axis] + index[axis];
        }
        return port.place(element);
    }

    /// The index of the element that stands at a place among the node's values of one example: [#place] the other
    /// way round.
    ///
    /// @return one number for each of [#extents()]
    /// @throws IllegalArgumentException if there is no such place
    public int[] index(int place) {
        int[] extents = port.outline().extents();
        if (place < 0 || place >= port.outline().count()) {
            throw new IllegalArgumentException(
                    "\"" + name() + "\" has extents " + OnnxTensor.text(extents) + ", found place " + place);
        }
        int element = port.element(place);
        int[] index = new int[extents.length];
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            index[axis] = element % extents[axis];
            element /= extents[axis];
        }
        return index;
    }

    @Override
    public String toString() {
        return name() + " at node \"" + node() + "\"";
    }
}
