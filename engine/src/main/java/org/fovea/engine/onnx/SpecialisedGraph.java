package org.fovea.engine.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// A graph for inputs of known extents.
///
/// @param graph what is left to compute: nodes whose outputs were known are constants, those that nothing reads are
///     gone
/// @param outlines type and extents of each value that is left, by name; a value whose extents depend on the inputs'
///     numbers, and what is computed of it, has none
public record SpecialisedGraph(OnnxGraph graph, Map<String, OnnxTensor> outlines) {
    public SpecialisedGraph {
        outlines = Collections.unmodifiableMap(new LinkedHashMap<>(outlines));
    }

    /// Runs what is left, as [OnnxModel#run] does; the outputs are the same.
    public Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs) {
        return new Evaluation(graph).run(inputs);
    }
}
