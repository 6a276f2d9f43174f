package org.fovea.gradcam.method;

import java.util.List;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Subject;

/// Integrated gradients: the gradient's mean on the straight way from a blank picture x′ to the picture, times the way:
/// (x − x′) ⊙ ∫ ∂Y/∂x at x′ + t·(x − x′) dt, t from 0 to 1. The map adds up to Y(x) − Y(x′).
///
/// The blank picture is 0 everywhere, which is black, or the mean where pictures are standardised. The integral is a
/// sum over the middles of equal steps.
///
/// Source: Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", ICML 2017, arXiv:1703.01365.
public final class IntegratedGradients implements MapMethod {
    private static final int STEPS = 64;

    private final int steps;

    public IntegratedGradients() {
        this(STEPS);
    }

    /// @param steps where the gradient is taken on the way
    public IntegratedGradients(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("an integral needs at least one step, found " + steps);
        }
        this.steps = steps;
    }

    @Override
    public About about() {
        return new About(
                "integrated-gradients",
                "Integrated gradients",
                "Σ over channels of (x − x′) ⊙ mean over t of ∂Y/∂x at x′ + t·(x − x′)",
                "Sundararajan and others, ICML 2017, arXiv:1703.01365",
                Cost.passes(steps, steps),
                "gradients down to the input; no layer");
    }

    @Override
    public List<HeatMap> maps(Subject subject) {
        Tensor x = subject.pictures();
        Trace trace = subject.network().trace(subject.size(), subject.workers());
        Tensor mean = Tensor.zeros(x.shape());
        for (int step = 0; step < steps; step++) {
            float t = (step + 0.5f) / steps;
            Tensor between = x.copy();
            for (int i = 0; i < between.size(); i++) {
                between.data()[i] *= t;
            }
            float[] g = InputGradients.at(between, subject, trace).data();
            for (int i = 0; i < g.length; i++) {
                mean.data()[i] += g[i] / steps;
            }
        }
        return InputGradients.maps(subject, title(), InputGradients.product(x, mean), false);
    }
}
