package org.fovea.engine.fusion;

import java.util.List;
import java.util.Locale;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.BatchNormMaxPoolKernels;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.layer.batchnorm.Normalization;
import org.fovea.engine.tensor.Shape;

/// Batch norm, activation and 2×2 max pooling in one sweep: y = max over each window of f(n(x)), n being a
/// [BatchNorm]. Forward reads x and writes y, a quarter of its size, and nothing between; backward finds the winner of
/// each window, the first in row order, in x again.
///
/// A rewritten network has it in place of the layers that it computes; the parameters are theirs. It has no place in a
/// model file.
final class NormMaxPool extends Layer {
    private final BatchNorm norm;
    private final Activation f;

    /// @param activation one that [#suits]
    NormMaxPool(BatchNorm norm, ActivationLayer activation) {
        this.norm = norm;
        f = activation.function();
    }

    /// Whether the pooling's windows are 2×2 and tile the picture x, and the activation is one that keeps the order
    /// of its arguments and has no gradient where it makes equals of them: ReLU and clip.
    static boolean suits(ActivationLayer activation, MaxPool pool, Shape x) {
        Activation.Kind kind = activation.function().kind();
        return (kind == Activation.Kind.RELU || kind == Activation.Kind.CLIP)
                && pool.kernelH() == 2
                && pool.kernelW() == 2
                && pool.stride() == 2
                && pool.padding() == 0
                && x.extent(0) % 2 == 0
                && x.extent(1) % 2 == 0;
    }

    @Override
    public String type() {
        return "batch_norm + " + f.kind().name().toLowerCase(Locale.ROOT) + " + max_pool";
    }

    @Override
    public List<Parameter> parameters() {
        return norm.parameters();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = picture(inputs);
        norm.outputShape(inputs);
        if (x.extent(0) % 2 != 0 || x.extent(1) % 2 != 0) {
            throw new IllegalArgumentException("expects even height and width, found " + x);
        }
        return Shape.of(x.extent(0) / 2, x.extent(1) / 2, x.channels());
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound implements Operation {
        private final BatchNormMaxPoolKernels kernels =
                KernelSelection.selected().batchNormMaxPool();
        private final BatchNorm norm;
        private final Place place;
        private final int c;
        private final float[] x;
        private final float[] y;
        private final InputGradient dx;
        private final PoolShape shape;
        private final Split moments;
        private final Split forward;
        private final Split backwardSums;
        private final Split backwardData;
        private final Normalization n;
        private final Gate gate;

        Bound(NormMaxPool layer, Place place) {
            norm = layer.norm;
            this.place = place;
            x = place.x().data();
            y = place.y().data();
            dx = place.dx();
            Shape in = place.x().shape();
            int h = in.extent(1);
            int w = in.extent(2);
            c = in.channels();
            shape = new PoolShape(in.extent(0), h, w, c, 2, 2, 2, 2, 0, 0, 0, 0, h / 2, w / 2, false);
            int rows = in.extent(0) * h * w;
            int yRows = in.extent(0) * h / 2;
            int yGrain = Math.max(1, Split.rowGrain(c) / (2 * w));
            moments = place.split(rows, Split.rowGrain(c), this::moments);
            forward = place.split(yRows, yGrain, this::forward);
            backwardSums = place.split(yRows, yGrain, this::backwardSums);
            backwardData = place.split(yRows, yGrain, this::backwardData);
            int pieces = Math.max(moments.pieces(), backwardSums.pieces());
            n = Norms.at(norm, place.training(), rows, pieces);
            gate = Gate.of(layer.f, x, n.map);
        }

        @Override
        public void forward() {
            if (place.training()) {
                moments.run();
            }
            n.endForward(moments.perPiece());
            forward.run();
        }

        private void moments(int from, int to) {
            n.moments(x, from, to, moments.piece(from));
        }

        private void forward(int from, int to) {
            kernels.forward(shape, gate, y, from, to);
        }

        @Override
        public void backward() {
            boolean parameters = place.wantsParameters();
            if (n.needsSums(parameters)) {
                backwardSums.run();
            }
            n.endBackward(
                    backwardSums.pieces(),
                    parameters ? place.gradient(norm.gamma()) : null,
                    parameters ? place.gradient(norm.beta()) : null);
            if (dx.wanted()) {
                backwardData.run();
            }
        }

        private void backwardSums(int from, int to) {
            float[] dy = place.dy().data();
            int at = backwardSums.piece(from) * c;
            kernels.backwardSums(shape, gate, dy, n.mean, from, to, n.first, n.second, at);
        }

        private void backwardData(int from, int to) {
            float[] dy = place.dy().data();
            kernels.backward(shape, gate, dy, n.gradient, dx.data(), dx.adds(), from, to);
        }

        @Override
        public void updateStatistics() {
            n.updateStatistics();
        }
    }
}
