package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// The Gaussian error linear unit in its exact form: y = x·Φ(x) with Φ(x) = ½·(1 + erf(x/√2)), the distribution
/// function of the standard normal; dx = (Φ(x) + x·φ(x))·dy with φ(x) = e^(−x²/2) / √(2π), its density.
///
/// x, y: (N, …). It is PyTorch's `nn.GELU()` and ONNX's `Gelu`, not their approximation by a tanh. Computed in double
/// and rounded once, with a relative error below 10⁻⁷ also far below zero, where 1 + erf would cancel. At −∞ the
/// product is −∞·0, NaN.
///
/// Source: Hendrycks and Gimpel, "Gaussian Error Linear Units (GELUs)", 2016, arXiv:1606.08415.
public final class Gelu extends Layer {
    private static final double ROOT_2_PI = Math.sqrt(2 * Math.PI);

    /// Mills' ratio Φ(−a)/φ(a) for a ≥ 0, over t = 4/(4 + a), as a polynomial in t, the constant first. It was
    /// interpolated at the Chebyshev points of 0 ≤ t ≤ 1; its relative error is at most 3.9·10⁻⁹.
    private static final double[] MILLS = {
        0.250000001,
        0.2499997057,
        0.2343893508,
        0.2028462486,
        0.162018661,
        0.09114238683,
        0.1255645314,
        -0.1523691444,
        0.2763424674,
        -0.3124474522,
        0.1540351456,
        -0.02820776534
    };

    @Override
    public String type() {
        return "gelu";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return only(inputs);
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(place);
    }

    /// φ(x).
    private static double density(double x) {
        return Math.exp(-x * x / 2) / ROOT_2_PI;
    }

    /// Φ(x), from φ(x): the tail beyond |x| is φ(x) times Mills' ratio.
    private static double below(double x, double density) {
        double t = 4 / (4 + Math.abs(x));
        double ratio = 0;
        for (int i = MILLS.length - 1; i >= 0; i--) {
            ratio = ratio * t + MILLS[i];
        }
        double tail = density * ratio * t;
        return x < 0 ? tail : 1 - tail;
    }

    private static final class Bound extends SplitOperation {
        Bound(Place place) {
            super(place);
        }

        @Override
        protected void forward(int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = (float) (x[i] * below(x[i], density(x[i])));
            }
        }

        @Override
        protected void backward(float[] dy, int from, int to) {
            for (int i = from; i < to; i++) {
                double density = density(x[i]);
                dx.put(i, (float) ((below(x[i], density) + x[i] * density) * dy[i]));
            }
        }
    }
}
