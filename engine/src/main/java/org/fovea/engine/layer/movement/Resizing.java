package org.fovea.engine.layer.movement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// The operation of [Resize]: one step for each axis that changes, with the arrays between them.
final class Resizing implements Operation {
    /// One axis.
    private final class Step {
        private final int in;
        private final int inner;
        private final SparseWeights weights;
        private final SparseWeights transposed;
        private final Split forward;
        private final Split backward;
        private final float[] x;
        private final float[] y;
        private boolean adds;
        /// What backward reads and writes: the output's gradient, and the input's.
        private float[] dy = {};
        private float[] dx = {};

        Step(Interpolation axis, int outer, int inner, float[] x, float[] y) {
            in = axis.in();
            this.inner = inner;
            this.x = x;
            this.y = y;
            weights = SparseWeights.of(axis);
            transposed = weights.transposed(in);
            int grain = Math.max(1, Split.VALUES / 4 / inner);
            forward = place.split(outer * axis.out(), grain, this::forward);
            backward = place.split(outer * in, grain, this::backward);
        }

        private void forward(int from, int to) {
            weights.apply(x, in, inner, y, false, from, to);
        }

        private void backward(int from, int to) {
            transposed.apply(dy, weights.rows(), inner, dx, adds, from, to);
        }
    }

    private final Place place;
    private final List<Step> steps = new ArrayList<>();
    private final float outside;
    private final int[] outsiders;

    /// @param changed the axes that change, in their order
    Resizing(Interpolation[] axes, List<Integer> changed, float outside, Place place) {
        this.place = place;
        this.outside = outside;
        int[] extents = place.x().shape().toArray();
        float[] x = place.x().data();
        for (int i = 0; i < changed.size(); i++) {
            int axis = changed.get(i) + 1; // behind the batch's
            extents[axis] = axes[axis - 1].out();
            Shape between = Shape.of(extents);
            int outer = Axes.product(between, 0, axis);
            int inner = Axes.product(between, axis + 1, between.rank());
            boolean last = i == changed.size() - 1;
            float[] y = last ? place.y().data() : new float[between.size()];
            steps.add(new Step(axes[axis - 1], outer, inner, x, y));
            x = y;
        }
        outsiders = outside == 0 ? new int[0] : outsiders(axes);
    }

    /// The values of one example of y that lie off x.
    private static int[] outsiders(Interpolation[] axes) {
        int size = 1;
        for (Interpolation axis : axes) {
            size *= axis.out();
        }
        int[] found = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            int inner = 1;
            boolean off = false;
            for (int axis = axes.length - 1; axis >= 0; axis--) {
                off |= axes[axis].outside(i / inner % axes[axis].out());
                inner *= axes[axis].out();
            }
            if (off) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    @Override
    public void forward() {
        for (Step step : steps) {
            step.forward.run();
        }
        float[] y = place.y().data();
        int each = place.y().size() / place.batch(); // the array may be longer
        for (int n = 0; n < place.batch(); n++) {
            for (int i : outsiders) {
                y[n * each + i] = outside;
            }
        }
    }

    @Override
    public void backward() {
        InputGradient gradient = place.dx();
        if (!gradient.wanted()) {
            return;
        }
        float[] dy = place.dy().data();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            step.dy = dy;
            step.adds = i == 0 && gradient.adds();
            if (i == 0) {
                step.dx = gradient.data();
            } else if (step.dx.length == 0) {
                step.dx = new float[step.x.length];
            }
            step.backward.run();
            dy = step.dx;
        }
    }
}
