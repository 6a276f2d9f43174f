package org.fovea.engine.layer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.PReluKernels;
import org.fovea.engine.tensor.Shape;

/// ReLU with a learned slope a channel (He and others, 2015): y = x for x > 0, else a\[k\]·x;
/// dx = dy for x > 0, else a\[k\]·dy; da\[k\] = Σ x·dy over the elements of channel k with x ≤ 0.
///
/// x, y: (N, …, C). a (`weight`): (C), 0.25 at the beginning.
public final class PRelu extends Layer {
    private final int c;
    private final Parameter slope;

    /// @param c channels
    public PRelu(int c) {
        this.c = c;
        slope = new Parameter("weight", Parameter.Role.BIAS, Shape.of(c));
        Arrays.fill(slope.value().data(), 0.25f);
    }

    @Override
    public String type() {
        return "prelu";
    }

    public Parameter slope() {
        return slope;
    }

    @Override
    public Options options() {
        return new Options().with("channels", c);
    }

    static PRelu from(Options o) {
        return new PRelu(o.integer("channels"));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(slope);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() < 1 || x.channels() != c) {
            throw new IllegalArgumentException("expects " + c + " channels, found " + x);
        }
        return x;
    }

    @Override
    public void initialize(RandomGenerator random) {
        Arrays.fill(slope.value().data(), 0.25f);
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(slope, place);
    }

    private static final class Bound implements Operation {
        private final PReluKernels kernels = KernelSelection.selected().prelu();
        private final Parameter slope;
        private final Place place;
        private final int c;
        private final float[] a;
        private final float[] x;
        private final float[] y;
        private final InputGradient dx;
        private final Split forward;
        private final Split backward;
        /// The pieces' shares of the slopes' gradient.
        private final float[] shares;

        Bound(Parameter slope, Place place) {
            this.slope = slope;
            this.place = place;
            c = slope.value().size();
            a = slope.value().data();
            x = place.x().data();
            y = place.y().data();
            dx = place.dx();
            forward = place.splitRows(this::forward);
            backward = place.splitRows(this::backward);
            shares = new float[backward.pieces() * c];
        }

        @Override
        public void forward() {
            forward.run();
        }

        private void forward(int from, int to) {
            kernels.forward(x, c, a, y, from, to);
        }

        @Override
        public void backward() {
            if (!dx.wanted() && !place.wantsParameters()) {
                return;
            }
            backward.run();
            if (place.wantsParameters()) {
                ChannelSums.merge(shares, backward.pieces(), place.gradient(slope));
            }
        }

        private void backward(int from, int to) {
            int at = backward.piece(from) * c;
            kernels.backward(x, place.dy().data(), c, a, dx.data(), dx.adds(), from, to, shares, at);
        }
    }
}
