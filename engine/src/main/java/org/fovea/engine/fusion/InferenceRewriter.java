package org.fovea.engine.fusion;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Dropout;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.PRelu;
import org.jspecify.annotations.Nullable;

/// Rewrites a network for inference:
///
/// | chain | becomes |
/// |---|---|
/// | convolution → (batch norm) → (activation, PReLU) | [FoldedConv2d] |
/// | convolution → (batch norm) → add → (activation, PReLU) | [FoldedConv2d], the sum's other side a second input |
/// | dense → (batch norm) → (any activation) | [FoldedDense] |
/// | dropout | nothing |
///
/// Before that [SiblingConvolutions] makes one of narrow convolutions that read the same. What batch norm is left
/// [NormFusion] treats as in training. The parameters of convolutions and dense layers are copies.
public final class InferenceRewriter {
    private final Draft draft;

    private InferenceRewriter(Draft draft) {
        this.draft = draft;
    }

    /// @param outputs the steps that somebody outside reads
    /// @param others layers of a network rewritten before, by the names of their steps: convolutions and dense
    ///     layers that compute the same from the same numbers are taken from there
    public static Rewriting rewrite(List<Step> network, Set<String> outputs, Map<String, Layer> others) {
        return SharedLayers.with(rewrite(network, outputs), others);
    }

    private static Rewriting rewrite(List<Step> network, Set<String> outputs) {
        Rewriting siblings = SiblingConvolutions.merge(network, outputs);
        InferenceRewriter rewriter = new InferenceRewriter(new Draft(siblings, outputs));
        // From the output up, so that the longest chain that ends in a step is found first.
        for (Step step : siblings.steps().reversed()) {
            if (!rewriter.draft.isAbsorbed(step)) {
                rewriter.fuse(step);
            }
        }
        return rewriter.draft.finish();
    }

    /// A convolution or dense layer with the batch norm after it, if there is one.
    private record Linear(Step step, @Nullable BatchNorm norm) {
        /// @param f a PReLU only behind a convolution
        Layer folded(boolean residual, @Nullable Layer f) {
            return step.layer() instanceof Conv2d conv
                    ? new FoldedConv2d(conv, norm, residual, f)
                    : new FoldedDense((Dense) step.layer(), norm, (ActivationLayer) f);
        }
    }

    /// What ends in `step`, or null if that is neither a convolution nor a dense layer, nor batch norm after one.
    private @Nullable Linear linear(@Nullable Step step) {
        if (step == null) {
            return null;
        }
        if (step.layer() instanceof Conv2d || step.layer() instanceof Dense) {
            return new Linear(step, null);
        }
        if (step.layer() instanceof BatchNorm norm) {
            Linear before = linear(draft.absorbable(step, 0));
            return before != null && before.norm == null ? new Linear(before.step, norm) : null;
        }
        return null;
    }

    private void fuse(Step end) {
        Layer layer = end.layer();
        if (layer instanceof Dropout && !draft.isOutput(end)) {
            draft.leaveOut(end);
        } else if (!(layer instanceof MaxPool && poolsWhatFolds(end)) && !fold(end)) {
            NormFusion.fuse(draft, end);
        }
    }

    private boolean poolsWhatFolds(Step pool) {
        Step f = draft.absorbable(pool, 0);
        return f != null && f.layer() instanceof ActivationLayer && linear(draft.absorbable(f, 0)) != null;
    }

    private boolean fold(Step end) {
        Layer f = end.layer() instanceof ActivationLayer || end.layer() instanceof PRelu ? end.layer() : null;
        Step last = f == null ? end : draft.absorbable(end, 0);
        if (last == null) {
            return false;
        }
        if (last.layer() instanceof Add) {
            return foldSum(end, last, f);
        }
        Linear linear = linear(last);
        if (linear == null || (f instanceof PRelu && linear.step.layer() instanceof Dense)) {
            return false;
        }
        draft.replace(end, linear.folded(false, f), linear.step.inputs(), gone(end, last, linear));
        return true;
    }

    private boolean foldSum(Step end, Step sum, @Nullable Layer f) {
        for (int i = 0; i < 2 && sum.inputs().size() == 2; i++) {
            Step before = draft.absorbable(sum, i);
            Linear linear = linear(before);
            if (before != null && linear != null && linear.step.layer() instanceof Conv2d) {
                List<String> inputs =
                        List.of(linear.step.inputs().getFirst(), sum.inputs().get(1 - i));
                draft.replace(end, linear.folded(true, f), inputs, gone(end, sum, before, linear));
                return true;
            }
        }
        return false;
    }

    private static Step[] gone(Step end, Step last, Linear linear) {
        return gone(end, last, last, linear);
    }

    /// The steps between a convolution and `end`, without `end` itself.
    private static Step[] gone(Step end, Step last, Step before, Linear linear) {
        return Stream.of(last, before, linear.step)
                .distinct()
                .filter(step -> step != end)
                .toArray(Step[]::new);
    }
}
