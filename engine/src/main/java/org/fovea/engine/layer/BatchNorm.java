package org.fovea.engine.layer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.BatchNormKernels;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.layer.batchnorm.BatchNormParameters;
import org.fovea.engine.layer.batchnorm.Normalization;
import org.fovea.engine.tensor.Shape;

/// Batch normalisation (Ioffe and Szegedy, 2015), channel by channel:
///
/// y = γ·x̂ + β with x̂ = (x − μ) / √(σ² + ε).
///
/// In training μ and σ² are the mean and the biased variance over the batch's M = N·H·W rows, and
///
/// dγ = Σ dy·x̂, dβ = Σ dy, dx = γ/√(σ² + ε) · (dy − dβ/M − x̂·dγ/M).
///
/// Otherwise they are the running statistics, constants, and dx = γ/√(σ² + ε) · dy. As in PyTorch, the running
/// statistics move by running += momentum·(batch − running), with the *unbiased* variance Σ(x − μ)²/(M − 1).
///
/// x, y: (N, …, C). γ (`weight`), β (`bias`), `running_mean`, `running_var`: (C).
public final class BatchNorm extends Layer {
    private final int c;
    private final double epsilon;
    private final double momentum;
    private final Parameter gamma;
    private final Parameter beta;
    private final Parameter runningMean;
    private final Parameter runningVar;

    /// Batch norm with PyTorch's settings: ε = 1e-5, momentum 0.1.
    public BatchNorm(int c) {
        this(c, 1e-5, 0.1);
    }

    /// @param c channels
    /// @param epsilon what is added to the variance before the root
    /// @param momentum the share of the new batch in the running statistics
    public BatchNorm(int c, double epsilon, double momentum) {
        this.c = c;
        this.epsilon = epsilon;
        this.momentum = momentum;
        Shape shape = Shape.of(c);
        gamma = new Parameter("weight", Parameter.Role.BIAS, shape);
        beta = new Parameter("bias", Parameter.Role.BIAS, shape);
        runningMean = new Parameter("running_mean", Parameter.Role.STATISTIC, shape);
        runningVar = new Parameter("running_var", Parameter.Role.STATISTIC, shape);
        reset();
    }

    @Override
    public String type() {
        return "batch_norm";
    }

    public Parameter gamma() {
        return gamma;
    }

    public Parameter beta() {
        return beta;
    }

    public Parameter runningMean() {
        return runningMean;
    }

    public Parameter runningVar() {
        return runningVar;
    }

    public double epsilon() {
        return epsilon;
    }

    public double momentum() {
        return momentum;
    }

    @Override
    public Options options() {
        return new Options().with("channels", c).with("epsilon", epsilon).with("momentum", momentum);
    }

    static BatchNorm from(Options o) {
        return new BatchNorm(o.integer("channels"), o.number("epsilon"), o.number("momentum"));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta, runningMean, runningVar);
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
        reset();
    }

    private void reset() {
        Arrays.fill(gamma.value().data(), 1);
        Arrays.fill(beta.value().data(), 0);
        Arrays.fill(runningMean.value().data(), 0);
        Arrays.fill(runningVar.value().data(), 1);
    }

    /// Outside training each channel is shifted and scaled by constants.
    @Override
    public boolean elementwise() {
        return true;
    }

    private Normalization normalization(boolean training, int rows, int pieces) {
        BatchNormParameters parameters = new BatchNormParameters(
                gamma.value().data(),
                beta.value().data(),
                runningMean.value().data(),
                runningVar.value().data(),
                epsilon,
                momentum);
        return new Normalization(parameters, training, rows, pieces);
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound implements Operation {
        private final BatchNormKernels kernels = KernelSelection.selected().batchNorm();
        private final BatchNorm layer;
        private final Place place;
        private final int c;
        private final float[] x;
        private final float[] y;
        private final InputGradient dx;
        private final Split moments;
        private final Split normalise;
        private final Split backwardSums;
        private final Split backwardData;
        private final Normalization n;
        /// Lets every gradient through.
        private final Gate gate;

        Bound(BatchNorm layer, Place place) {
            this.layer = layer;
            this.place = place;
            c = layer.c;
            x = place.x().data();
            y = place.y().data();
            dx = place.dx();
            moments = place.splitRows(this::moments);
            normalise = place.splitRows(this::normalise);
            backwardSums = place.splitRows(this::backwardSums);
            backwardData = place.splitRows(this::backwardData);
            n = layer.normalization(place.training(), y.length / c, moments.pieces());
            gate = Gate.of(Activation.NONE, x, n.map);
        }

        @Override
        public void forward() {
            if (place.training()) {
                moments.run();
            }
            n.endForward(moments.perPiece());
            normalise.run();
        }

        private void moments(int from, int to) {
            n.moments(x, from, to, moments.piece(from));
        }

        private void normalise(int from, int to) {
            kernels.affine(x, n.map, Activation.NONE, y, from, to);
        }

        @Override
        public void backward() {
            boolean parameters = place.wantsParameters();
            if (n.needsSums(parameters)) {
                backwardSums.run();
            }
            n.endBackward(
                    backwardSums.pieces(),
                    parameters ? place.gradient(layer.gamma) : null,
                    parameters ? place.gradient(layer.beta) : null);
            if (dx.wanted()) {
                backwardData.run();
            }
        }

        private void backwardSums(int from, int to) {
            float[] dy = place.dy().data();
            int at = backwardSums.piece(from) * c;
            kernels.affineBackwardSums(x, dy, n.mean, gate, from, to, n.first, n.second, at);
        }

        /// dx = p·dy + q·x + r, the formula above gathered by power of x.
        private void backwardData(int from, int to) {
            float[] dy = place.dy().data();
            kernels.affineBackward(x, dy, gate, n.gradient, dx.data(), dx.adds(), from, to);
        }

        @Override
        public void updateStatistics() {
            n.updateStatistics();
        }
    }
}
