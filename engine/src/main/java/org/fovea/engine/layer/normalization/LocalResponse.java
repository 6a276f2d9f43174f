package org.fovea.engine.layer.normalization;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.SplitOperation;
import org.fovea.engine.tensor.Shape;

/// Local response normalisation across channels (Krizhevsky and others, 2012): y\[c\] = x\[c\]·s\[c\]^(−β) with
/// s\[c\] = bias + α/size·Σ x², the sum over the channels from c − ⌊(size − 1)/2⌋ to c + ⌊size/2⌋ that there are;
/// dx\[c\] = dy\[c\]·s\[c\]^(−β) − 2·α·β/size·x\[c\]·Σ dy\[k\]·x\[k\]·s\[k\]^(−β−1) over the channels k whose sum has
/// c.
///
/// x, y: (N, …, C).
public final class LocalResponse extends Layer {
    private final int size;
    private final double alpha;
    private final double beta;
    private final double bias;

    /// @param size channels in the sum
    public LocalResponse(int size, double alpha, double beta, double bias) {
        if (size < 1 || !Double.isFinite(alpha) || !Double.isFinite(beta) || !Double.isFinite(bias)) {
            throw new IllegalArgumentException(
                    "a response over " + size + " channels with " + alpha + ", " + beta + " and " + bias);
        }
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.bias = bias;
    }

    @Override
    public String type() {
        return "local_response";
    }

    @Override
    public Options options() {
        return new Options()
                .with("size", size)
                .with("alpha", alpha)
                .with("beta", beta)
                .with("bias", bias);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "local_response";
        }

        @Override
        public Layer create(Options o) {
            return new LocalResponse(o.integer("size"), o.number("alpha"), o.number("beta"), o.number("bias"));
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() < 1) {
            throw new IllegalArgumentException("expects channels, found " + x);
        }
        return x;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound extends SplitOperation {
        private final LocalResponse layer;
        private final int c;
        private final int before;
        private final int after;

        Bound(LocalResponse layer, Place place) {
            super(place, place::splitRows, place::splitRows);
            this.layer = layer;
            c = place.y().shape().channels();
            before = (layer.size - 1) / 2;
            after = layer.size / 2;
        }

        /// s of channel k of the row that begins at `row`.
        private double scale(int row, int k) {
            double squares = 0;
            for (int i = Math.max(0, k - before); i <= Math.min(c - 1L, (long) k + after); i++) {
                squares += (double) x[row + i] * x[row + i];
            }
            return layer.bias + layer.alpha / layer.size * squares;
        }

        @Override
        protected void forward(int from, int to) {
            for (int row = from * c; row < to * c; row += c) {
                for (int k = 0; k < c; k++) {
                    y[row + k] = (float) (x[row + k] * Math.pow(scale(row, k), -layer.beta));
                }
            }
        }

        @Override
        protected void backward(float[] dy, int from, int to) {
            double[] scales = new double[c];
            double[] pulls = new double[c];
            for (int row = from * c; row < to * c; row += c) {
                for (int k = 0; k < c; k++) {
                    scales[k] = Math.pow(scale(row, k), -layer.beta);
                    pulls[k] = (double) dy[row + k] * y[row + k] / scale(row, k);
                }
                for (int k = 0; k < c; k++) {
                    double sum = 0;
                    for (int i = Math.max(0, k - after); i <= Math.min(c - 1L, (long) k + before); i++) {
                        sum += pulls[i];
                    }
                    double pull = 2 * layer.alpha * layer.beta / layer.size * x[row + k] * sum;
                    dx.put(row + k, (float) (dy[row + k] * scales[k] - pull));
                }
            }
        }
    }
}
