package org.fovea.engine.fusion;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.MaxPool;
import org.jspecify.annotations.Nullable;

/// Batch norm computed in one sweep with what comes after it, in training and, where it is not folded, in inference:
///
/// | chain | becomes |
/// |---|---|
/// | batch norm → ReLU, leaky ReLU or clip | [NormSum] |
/// | batch norm → ReLU or clip → max pooling of 2×2 tiles | [NormMaxPool] |
/// | batch norm or not, batch norm or not → add → (ReLU, leaky ReLU or clip) | [NormSum] |
final class NormFusion {
    private NormFusion() {}

    /// Absorbs what can be absorbed into `end`.
    static void fuse(Draft draft, Step end) {
        switch (end.layer()) {
            case MaxPool pool -> fusePool(draft, end, pool);
            case ActivationLayer f
            when NormSum.suits(f) -> {
                Step before = draft.absorbable(end, 0);
                if (before != null && before.layer() instanceof BatchNorm norm) {
                    draft.replace(end, new NormSum(List.of(norm), f), before.inputs(), before);
                } else if (before != null && before.layer() instanceof Add) {
                    fuseSum(draft, end, before, f);
                }
            }
            case Add add -> fuseSum(draft, end, end, null);
            default -> {}
        }
    }

    private static void fusePool(Draft draft, Step end, MaxPool pool) {
        Step f = draft.absorbable(end, 0);
        Step before = f == null ? null : draft.absorbable(f, 0);
        if (f != null
                && before != null
                && f.layer() instanceof ActivationLayer layer
                && NormMaxPool.suits(layer, pool, f.shape())
                && before.layer() instanceof BatchNorm norm) {
            draft.replace(end, new NormMaxPool(norm, layer), before.inputs(), f, before);
        }
    }

    /// A sum of two, alone (`end` is the sum itself) or with the activation after it.
    private static void fuseSum(Draft draft, Step end, Step sum, @Nullable ActivationLayer f) {
        if (sum.inputs().size() != 2) {
            return;
        }
        List<@Nullable BatchNorm> norms = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        List<Step> gone = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Step before = draft.absorbable(sum, i);
            if (before != null && before.layer() instanceof BatchNorm norm) {
                norms.add(norm);
                inputs.add(before.inputs().getFirst());
                gone.add(before);
            } else {
                norms.add(null);
                inputs.add(sum.inputs().get(i));
            }
        }
        if (sum != end) {
            gone.add(sum);
        }
        if (!gone.isEmpty()) {
            draft.replace(end, new NormSum(norms, f), inputs, gone.toArray(Step[]::new));
        }
    }
}
