package org.fovea.engine.fusion;

import java.util.List;
import java.util.Set;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;

/// Rewrites a network for training steps; the parameters stay its own:
///
/// | chain | becomes |
/// |---|---|
/// | what [NormFusion] finds | [NormSum] or [NormMaxPool] |
/// | convolution with bias → batch norm | [Conv2d#beforeBatchNorm()] |
public final class TrainingRewriter {
    private TrainingRewriter() {}

    /// @param outputs the steps that somebody outside reads
    public static Rewriting rewrite(List<Step> network, Set<String> outputs) {
        Draft draft = new Draft(network, outputs);
        for (Step step : network) {
            if (step.layer() instanceof BatchNorm) {
                dropBiasGradient(draft, step.inputs().getFirst());
            }
        }
        // From the output up, so that the longest chain that ends in a step is found first.
        for (Step step : network.reversed()) {
            if (!draft.isAbsorbed(step)) {
                NormFusion.fuse(draft, step);
            }
        }
        return draft.finish();
    }

    private static void dropBiasGradient(Draft draft, String name) {
        Step step = draft.step(name);
        if (step.layer() instanceof Conv2d conv && conv.bias() != null && draft.isReadOnce(name)) {
            draft.replace(step, conv.beforeBatchNorm(), step.inputs());
        }
    }
}
