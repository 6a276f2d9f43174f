package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.SpecialisedGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.jspecify.annotations.Nullable;

/// The extents of a model's values, as far as they can be told before it runs.
///
/// @param inputs the inputs' extents, which the others are for; empty where nothing is known
/// @param values type and extents of values, by name
/// @param computed the values that depend on the inputs and that the outputs need
/// @param unknown why nothing is known; null where something is
record OnnxShapes(
        Map<String, int[]> inputs,
        Map<String, OnnxTensor> values,
        Set<String> computed,
        @Nullable String unknown) {
    /// @param said extents of inputs, by name, for those that the file leaves open
    /// @throws IllegalArgumentException if what is said does not fit the model
    static OnnxShapes of(OnnxModel model, Map<String, int[]> said) {
        if (!model.unsupported().isEmpty()) {
            return unknown("not all nodes are supported");
        }
        Map<String, int[]> inputs = new LinkedHashMap<>();
        List<OnnxValue> open = new ArrayList<>();
        for (OnnxValue input : model.graph().inputs()) {
            int[] own = said.containsKey(input.name()) ? said.get(input.name()) : assumed(input);
            if (own == null) {
                open.add(input);
            } else {
                inputs.put(input.name(), own);
            }
        }
        if (!open.isEmpty()) {
            return unknown("--shape can say the extents of " + InputArguments.list(open));
        }
        try {
            return of(inputs, model.specialised(inputs));
        } catch (IllegalArgumentException e) {
            if (!said.isEmpty()) {
                throw e;
            }
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    private static OnnxShapes of(Map<String, int[]> inputs, SpecialisedGraph known) {
        Map<String, OnnxTensor> values = new HashMap<>(known.outlines());
        values.putAll(known.graph().constants());
        Set<String> computed = new HashSet<>();
        known.graph().nodes().forEach(node -> computed.addAll(node.outputs()));
        computed.remove(""); // an output that is not wanted
        return new OnnxShapes(inputs, values, computed, null);
    }

    private static OnnxShapes unknown(String why) {
        return new OnnxShapes(Map.of(), Map.of(), Set.of(), why);
    }

    /// The declared extents, an open first one, which is a batch's, being 1; null where others are open.
    private static int @Nullable [] assumed(OnnxValue input) {
        List<OnnxValue.Extent> declared = input.extents();
        if (declared == null) {
            return null;
        }
        int[] extents = new int[declared.size()];
        for (int i = 0; i < extents.length; i++) {
            int size = declared.get(i).size();
            if (size <= 0 && i > 0) {
                return null;
            }
            extents[i] = size <= 0 ? 1 : size;
        }
        return extents;
    }

    /// Whether what a node writes is known before the model runs, or read by nothing.
    boolean isConstant(OnnxNode node) {
        return unknown == null && node.outputs().stream().noneMatch(computed::contains);
    }
}
