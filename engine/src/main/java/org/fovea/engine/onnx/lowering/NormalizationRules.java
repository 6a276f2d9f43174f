package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// Normalisation by constants.
final class NormalizationRules {
    static final Map<String, Rule> RULES = Map.of("BatchNormalization", NormalizationRules::batchNorm);

    private NormalizationRules() {}

    private static List<Value> batchNorm(Site site) {
        if (!site.computed(0)
                || site.node().outputs().size() > 1
                || site.attributes().flag("training_mode")
                || site.input(0).rank() < 2) {
            return List.of();
        }
        Value x = site.channelsLast(site.input(0));
        // ONNX's momentum is the share of the old statistics, this layer's that of the new.
        double momentum = 1 - site.attributes().real("momentum", 0.9);
        BatchNorm norm =
                new BatchNorm(site.input(0).extents()[1], site.attributes().real("epsilon", 1e-5), momentum);
        Parameter[] parameters = {norm.gamma(), norm.beta(), norm.runningMean(), norm.runningVar()};
        for (int i = 0; i < parameters.length; i++) {
            OnnxTensor given = site.constant(i + 1);
            if (given == null || given.count() != parameters[i].value().size()) {
                return List.of();
            }
            System.arraycopy(given.floats(), 0, parameters[i].value().data(), 0, given.count());
        }
        return List.of(site.add(norm, x.layout(), x));
    }
}
