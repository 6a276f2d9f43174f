package org.fovea.facerec.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.OnnxRunner;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.graph.OnnxValue.Extent;
import org.fovea.engine.parallel.Workers;

/// A network of an ONNX file that reads pictures: one input of (N, C, H, W) floats, outputs by their names. It is run
/// by one thread at a time; a model can have as many as there are threads.
public final class OnnxNetwork {
    private static final int AXES = 4;

    private final OnnxModel model;
    private final UnaryOperator<Map<String, OnnxTensor>> runner;
    private final OnnxValue input;
    private final List<Extent> extents;

    private OnnxNetwork(OnnxModel model, OnnxValue input, UnaryOperator<Map<String, OnnxTensor>> runner) {
        this.model = model;
        this.runner = runner;
        this.input = input;
        this.extents = Objects.requireNonNull(input.extents());
    }

    /// A network of a model.
    ///
    /// @param workers the threads that compute
    /// @throws IllegalArgumentException if the model does not read one tensor of four axes of floats
    public static OnnxNetwork of(OnnxModel model, Workers workers) {
        return of(model, new Repeated(model.runner(workers)));
    }

    /// A runner that puts outputs where those of the call before stand, as long as the picture's extents stay the
    /// same.
    private static final class Repeated implements UnaryOperator<Map<String, OnnxTensor>> {
        private final OnnxRunner runner;
        private int[] extents = {};
        private Map<String, OnnxTensor> outputs = Map.of();

        Repeated(OnnxRunner runner) {
            this.runner = runner;
        }

        @Override
        public Map<String, OnnxTensor> apply(Map<String, OnnxTensor> inputs) {
            OnnxTensor picture = inputs.values().iterator().next();
            outputs = runner.run(inputs, picture.hasExtents(extents) ? outputs : Map.of());
            extents = picture.extents();
            return outputs;
        }
    }

    /// A network of a model that something else runs: from the inputs by their names to the outputs by theirs.
    ///
    /// @throws IllegalArgumentException if the model does not read one tensor of four axes of floats
    public static OnnxNetwork of(OnnxModel model, UnaryOperator<Map<String, OnnxTensor>> runner) {
        List<OnnxValue> inputs = model.graph().inputs();
        OnnxValue input = inputs.isEmpty() ? null : inputs.getFirst();
        if (input == null
                || inputs.size() != 1
                || input.type() != OnnxType.FLOAT
                || input.extents() == null
                || input.extents().size() != AXES) {
            throw new IllegalArgumentException(
                    "a model that reads one picture, FLOAT N×C×H×W, expected; found " + model);
        }
        return new OnnxNetwork(model, input, runner);
    }

    /// The height that the model asks for, -1 where it leaves it open.
    public int height() {
        return extents.get(2).size();
    }

    /// The width that the model asks for, -1 where it leaves it open.
    public int width() {
        return extents.get(3).size();
    }

    /// The names of the outputs, in the model's order.
    public List<String> outputs() {
        return model.graph().outputs().stream().map(OnnxValue::name).toList();
    }

    /// Runs the network.
    ///
    /// @param values (1, channels, height, width); taken as they are, not copied
    /// @return the outputs by their names, shared: the next call may overwrite them
    /// @throws IllegalArgumentException if these are not extents that the model reads
    public Map<String, OnnxTensor> run(float[] values, int channels, int height, int width) {
        return runner.apply(Map.of(input.name(), OnnxTensor.of(values, 1, channels, height, width)));
    }

    @Override
    public String toString() {
        return model.toString();
    }
}
