package org.fovea.engine.train;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.OptimizerKernels;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Changes a network's parameters after a backward pass. It keeps its state by parameter, in arrays that a checkpoint
/// can hold; layers know nothing of it. One optimiser serves one network.
public abstract class Optimizer implements Workers.Body {
    /// Values in a piece of work.
    private static final int PIECE = 16_384;

    final OptimizerKernels kernels = KernelSelection.selected().optimizers();
    private final int statesPerParameter;
    private final IdentityHashMap<Parameter, float[][]> states = new IdentityHashMap<>();
    private long steps;

    // What the current step works on, read by the pieces.
    private float[] w = {};
    private float[] dw = {};
    private float[][] state = {};

    Optimizer(int statesPerParameter) {
        this.statesPerParameter = statesPerParameter;
    }

    /// One step along the gradients of the trace's last backward.
    ///
    /// @param rate the learning rate
    /// @param gradientScale a factor for every gradient, 1 or what clipping asks for
    /// @param workers who computes
    /// @throws IllegalStateException if that backward did not reach the parameters
    public final void step(Trace trace, double rate, double gradientScale, Workers workers) {
        Map<Parameter, Tensor> gradients = trace.parameterGradients();
        steps++;
        beginStep(rate, (float) gradientScale);
        for (Map.Entry<Parameter, Tensor> entry : gradients.entrySet()) {
            w = entry.getKey().value().data();
            dw = entry.getValue().data();
            state = stateOf(entry.getKey());
            workers.run(Math.ceilDiv(w.length, PIECE), this);
        }
    }

    private float[][] stateOf(Parameter p) {
        float[][] found = states.get(p);
        if (found == null) {
            found = new float[statesPerParameter][p.value().size()];
            states.put(p, found);
        }
        return found;
    }

    /// Computes one piece; called by the pool.
    @Override
    public final void run(int piece) {
        int from = piece * PIECE;
        update(w, dw, state, from, Math.min(w.length, from + PIECE));
    }

    /// Works out what all parameters share in this step.
    abstract void beginStep(double rate, float gradientScale);

    abstract void update(float[] w, float[] dw, float[][] state, int from, int to);

    /// Steps taken so far.
    public final long steps() {
        return steps;
    }

    /// The state of one parameter, to be kept in a checkpoint: one array a kind, of the parameter's shape; shared.
    final List<Tensor> state(Parameter p) {
        List<Tensor> all = new ArrayList<>();
        for (float[] values : stateOf(p)) {
            all.add(Tensor.of(p.value().shape(), values));
        }
        return all;
    }

    /// Puts back the number of steps that a checkpoint kept; arrays are put back through [#state].
    final void restoreSteps(long steps) {
        this.steps = steps;
    }

    /// The factor that brings the norm of all gradients together down to `limit`: min(1, limit / norm), and 1 where
    /// there is no limit. The norm is summed in double in the order of the parameters.
    static double clip(Trace trace, @Nullable Double limit) {
        if (limit == null) {
            return 1;
        }
        double norm = gradientNorm(trace);
        return norm > limit ? limit / norm : 1;
    }

    /// √(Σ over all parameters of Σ dw²) of the trace's last backward.
    public static double gradientNorm(Trace trace) {
        ElementwiseKernels kernels = KernelSelection.selected().elementwise();
        double squares = 0;
        for (Tensor dw : trace.parameterGradients().values()) {
            squares += kernels.dot(dw.data(), dw.data(), 0, dw.size());
        }
        return Math.sqrt(squares);
    }

    static void checkNotNegative(String what, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(what + " must be at least 0, found " + value);
        }
    }
}
