package org.fovea.facerec.fusion;

import java.util.List;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;

/// Linear discriminant analysis of the members' features side by side: each member's features at length 1, put into one
/// long vector, whitened by the shrunken within-person covariance of the whole ([Templates]); softmax of 12 times the
/// cosine to each person's template. What the members share is counted once, but a covered member spoils the one
/// vector.
public record JointCosine() implements Fusion {
    @Override
    public String name() {
        return "joint-cosine";
    }

    @Override
    public String about() {
        return "softmax(12 · cosine) after discriminant analysis of all members' features side by side";
    }

    @Override
    public Fitted fit(List<Experience> training) {
        Templates templates = templates(training);
        return probes -> LogSumExp.softmax(Combining.scaled(
                templates.cosines(
                        sideBySide(probes.stream().map(Observations::features).toList())),
                SoftCosine.SHARPNESS));
    }

    /// Of all members' features side by side.
    static Templates templates(List<Experience> training) {
        return new Templates(
                sideBySide(training.stream().map(m -> m.pictures().features()).toList()),
                sideBySide(training.stream().map(Experience::varied).toList()),
                training.getFirst().labels(),
                training.getFirst().people());
    }

    /// Each member's (N, D) at length 1, one behind the other: (N, ΣD).
    private static Tensor sideBySide(List<Tensor> members) {
        int n = members.getFirst().shape().extent(0);
        int length = members.stream().mapToInt(m -> m.size() / n).sum();
        Tensor all = Tensor.zeros(n, length);
        int column = 0;
        for (Tensor member : members) {
            int own = member.size() / n;
            float[] f = member.data();
            for (int i = 0; i < n; i++) {
                double squares = 0;
                for (int d = i * own; d < (i + 1) * own; d++) {
                    squares += f[d] * f[d];
                }
                double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
                for (int d = 0; d < own; d++) {
                    all.data()[i * length + column + d] = (float) (f[i * own + d] * scale);
                }
            }
            column += own;
        }
        return all;
    }
}
