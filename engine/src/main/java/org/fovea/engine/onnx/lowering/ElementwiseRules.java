package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Multiply;
import org.fovea.engine.tensor.Shape;

/// Sums and products of values that have the same extents.
final class ElementwiseRules {
    static final Map<String, Rule> RULES = Map.of("Add", of(Add::new), "Sum", of(Add::new), "Mul", of(Multiply::new));

    private ElementwiseRules() {}

    private static Rule of(Supplier<Layer> layer) {
        return site -> {
            int[] extents = site.outline().extents();
            for (int i = 0; i < site.inputs(); i++) {
                if (!site.computed(i) || !Arrays.equals(site.input(i).extents(), extents)) {
                    return List.of();
                }
            }
            if (site.inputs() == 1) {
                return List.of(site.input(0));
            }
            Value[] x = alike(site);
            return List.of(site.add(layer.get(), x[0].layout(), x));
        };
    }

    /// The inputs in one layout and at nodes of one shape: the first's that is not ONNX's own, which a picture's
    /// is.
    private static Value[] alike(Site site) {
        Value model = site.input(0);
        for (int i = 1; i < site.inputs() && model.layout().isRowMajor(); i++) {
            model = site.input(i);
        }
        ValueLayout layout = model.layout();
        Shape shape = site.shape(model);
        Value[] alike = new Value[site.inputs()];
        Arrays.setAll(alike, i -> site.arranged(site.input(i), layout, shape));
        return alike;
    }
}
