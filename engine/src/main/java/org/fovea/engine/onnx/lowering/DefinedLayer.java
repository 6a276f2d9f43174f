package org.fovea.engine.onnx.lowering;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.operator.Operators;
import org.fovea.engine.tensor.Shape;

/// One of the graph's nodes, computed by its operator's definition, an example at a time: slow, and without a gradient.
final class DefinedLayer extends Layer {
    private final OnnxNode node;
    private final int output;
    private final Map<String, OnnxTensor> constants;
    private final List<Port> inputs;
    private final Port result;
    private final Shape shape;

    /// What the node reads or writes: a value of the graph, and how it lies in the network.
    record Port(String name, ValueLayout layout, OnnxTensor outline) {}

    /// @param output which of the node's outputs this layer computes
    /// @param constants among the node's inputs, by name
    /// @param inputs the others, in the order of this layer's inputs
    /// @param shape one example's output
    DefinedLayer(
            OnnxNode node, int output, Map<String, OnnxTensor> constants, List<Port> inputs, Port result, Shape shape) {
        this.node = node;
        this.output = output;
        this.constants = constants;
        this.inputs = inputs;
        this.result = result;
        this.shape = shape;
    }

    OnnxNode node() {
        return node;
    }

    @Override
    public String type() {
        return node.operator() + " by definition";
    }

    @Override
    public boolean differentiable() {
        return !result.outline.type().real();
    }

    @Override
    public Shape outputShape(List<Shape> shapes) {
        return shape;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(place);
    }

    private final class Bound implements Operation {
        private final Place place;
        private final List<Reordering> in = inputs.stream()
                .map(port -> Reordering.of(port.layout, ValueLayout.rowMajor(port.outline.count())))
                .toList();
        private final Reordering out = Reordering.of(ValueLayout.rowMajor(result.outline.count()), result.layout);

        Bound(Place place) {
            this.place = place;
        }

        @Override
        public void forward() {
            for (int n = 0; n < place.batch(); n++) {
                forward(n);
            }
        }

        private void forward(int n) {
            Map<String, OnnxTensor> values = new HashMap<>(constants);
            for (int i = 0; i < inputs.size(); i++) {
                Port port = inputs.get(i);
                float[] x = new float[port.outline.count()];
                in.get(i).copy(place.x(i).data(), n * x.length, x, 0);
                values.put(port.name, Elements.tensor(x, port.outline));
            }
            OnnxTensor y =
                    Operators.evaluate(node, values, Operators.MOST_ELEMENTS).get(output);
            float[] computed = Elements.floats(y);
            out.copy(computed, 0, place.y().data(), n * computed.length);
        }

        /// Whole numbers and truth values stay what they are where x changes a little: dx = 0. Through anything
        /// else no pass goes.
        @Override
        public void backward() {
            assert differentiable() : node.described();
            for (int i = 0; i < inputs.size(); i++) {
                if (place.dx(i).wanted()) {
                    place.dx(i).zeroed();
                }
            }
        }
    }
}
