package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Operators that give a value other extents or other axes. None of them moves an element: the value is seen otherwise,
/// and only a layer that wants another layout has it moved.
final class ViewRules {
    static final Map<String, Rule> RULES = Map.of(
            "Cast", ViewRules::cast,
            "CastLike", ViewRules::cast,
            "Flatten", ViewRules::reshaped,
            "Reshape", ViewRules::reshaped,
            "Squeeze", ViewRules::reshaped,
            "Unsqueeze", ViewRules::reshaped,
            "Identity", ViewRules::reshaped,
            "Dropout", ViewRules::dropout,
            "Transpose", ViewRules::transposed);

    private ViewRules() {}

    private static List<Value> reshaped(Site site) {
        return site.computed(0) ? List.of(site.seen()) : List.of();
    }

    /// A network's numbers are `float`, whatever they are called: to it every number may go that it holds, and from
    /// there to 16 bits, to which numbers are rounded where they leave the network.
    private static List<Value> cast(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        OnnxType from = site.input(0).type();
        OnnxType to = site.outline().type();
        boolean half = to == OnnxType.FLOAT16 || to == OnnxType.BFLOAT16;
        return to == OnnxType.FLOAT || to == from || (half && from.real()) ? List.of(site.seen()) : List.of();
    }

    /// Outside training nothing is dropped; the mask, a second output, is another matter.
    private static List<Value> dropout(Site site) {
        return site.node().outputs().size() > 1 || site.computed(2) ? List.of() : reshaped(site);
    }

    private static List<Value> transposed(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        Value x = site.input(0);
        int[] permutation = permutation(site.attributes().integers("perm"), x.rank());
        ValueLayout turned = x.layout().transposed(x.extents(), permutation);
        if (turned == null) {
            x = site.arranged(x, Site.lastAxes(x.rank()));
            turned = x.layout().transposed(x.extents(), permutation);
        }
        return turned == null
                ? List.of()
                : List.of(x.seenAs(turned, site.outline(), site.node().name()));
    }

    private static int[] permutation(long @Nullable [] given, int rank) {
        int[] permutation = new int[rank];
        for (int i = 0; i < rank; i++) {
            permutation[i] = given == null ? rank - 1 - i : Math.toIntExact(given[i]);
        }
        return permutation;
    }
}
