package org.fovea.engine.layer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.kernel.Activation;
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

    /// What forward measured and backward reads: one array of C values each, and the pieces' shares.
    private static final class Statistics {
        final int rows;
        final int grain;
        final int pieces;
        final float[] mean;
        final double[] var;
        final float[] scale;
        final float[] shift;
        final float[] p;
        final float[] q;
        final float[] r;
        final float[] first;
        final float[] second;

        Statistics(int rows, int c) {
            this.rows = rows;
            grain = ChannelSums.rowGrain(c);
            pieces = Math.ceilDiv(rows, Pass.perPiece(rows, grain));
            mean = new float[c];
            var = new double[c];
            scale = new float[c];
            shift = new float[c];
            p = new float[c];
            q = new float[c];
            r = new float[c];
            first = new float[pieces * c];
            second = new float[pieces * c];
        }

        int perPiece() {
            return Pass.perPiece(rows, grain);
        }
    }

    @Override
    protected void prepare(Pass pass) {
        int rows = pass.y().size() / c;
        if (pass.training() && rows < 2) {
            throw new IllegalArgumentException("batch norm in training needs more than one value per channel, found "
                    + pass.y().shape());
        }
        pass.keep(new Statistics(rows, c));
    }

    @Override
    public void forward(Pass pass) {
        Statistics s = pass.kept(Statistics.class);
        if (pass.training()) {
            measure(pass, s);
        } else {
            for (int k = 0; k < c; k++) {
                s.mean[k] = runningMean.value().data()[k];
                s.var[k] = runningVar.value().data()[k];
            }
        }
        float[] g = gamma.value().data();
        float[] b = beta.value().data();
        for (int k = 0; k < c; k++) {
            double scale = g[k] / Math.sqrt(s.var[k] + epsilon);
            s.scale[k] = (float) scale;
            s.shift[k] = (float) (b[k] - scale * s.mean[k]);
        }
        pass.split(s.rows, s.grain, BatchNorm::normalise);
    }

    private static void normalise(Pass pass, int from, int to) {
        Statistics s = pass.kept(Statistics.class);
        pass.kernels()
                .channelAffine(
                        pass.x().data(),
                        s.mean.length,
                        s.scale,
                        s.shift,
                        Activation.NONE,
                        pass.y().data(),
                        from,
                        to);
    }

    /// Mean and variance over all rows, from those of the pieces (Chan, Golub and LeVeque, 1979).
    private void measure(Pass pass, Statistics s) {
        pass.split(s.rows, s.grain, BatchNorm::moments);
        for (int k = 0; k < c; k++) {
            double count = 0;
            double mean = 0;
            double squares = 0;
            for (int piece = 0; piece < s.pieces; piece++) {
                double n = Math.min(s.perPiece(), s.rows - piece * s.perPiece());
                double delta = s.first[piece * c + k] - mean;
                squares += s.second[piece * c + k] + delta * delta * count * n / (count + n);
                mean += delta * n / (count + n);
                count += n;
            }
            s.mean[k] = (float) mean;
            s.var[k] = squares / count;
        }
    }

    private static void moments(Pass pass, int from, int to) {
        Statistics s = pass.kept(Statistics.class);
        int c = s.mean.length;
        pass.kernels().channelMoments(pass.x().data(), c, from, to, s.first, s.second, from / s.perPiece() * c);
    }

    @Override
    public void backward(Pass pass) {
        Statistics s = pass.kept(Statistics.class);
        Arrays.fill(s.q, 0);
        Arrays.fill(s.r, 0);
        System.arraycopy(s.scale, 0, s.p, 0, c);
        if (pass.training() || pass.wantsParameters()) {
            pass.split(s.rows, s.grain, BatchNorm::backwardSums);
            float[] dgamma = pass.wantsParameters() ? pass.gradient(gamma) : null;
            float[] dbeta = pass.wantsParameters() ? pass.gradient(beta) : null;
            for (int k = 0; k < c; k++) {
                double sum = 0;
                double product = 0;
                for (int piece = 0; piece < s.pieces; piece++) {
                    sum += s.first[piece * c + k];
                    product += s.second[piece * c + k];
                }
                double inverse = 1 / Math.sqrt(s.var[k] + epsilon);
                if (dgamma != null && dbeta != null) {
                    dgamma[k] += (float) (product * inverse);
                    dbeta[k] += (float) sum;
                }
                if (pass.training()) {
                    double q = -s.scale[k] * inverse * inverse * product / s.rows;
                    s.q[k] = (float) q;
                    s.r[k] = (float) (-s.scale[k] * sum / s.rows - q * s.mean[k]);
                }
            }
        }
        if (pass.wants(0)) {
            pass.split(s.rows, s.grain, BatchNorm::backwardData);
        }
    }

    private static void backwardSums(Pass pass, int from, int to) {
        Statistics s = pass.kept(Statistics.class);
        int c = s.mean.length;
        pass.kernels()
                .channelAffineBackwardSums(
                        pass.x().data(),
                        pass.y().data(),
                        pass.dy().data(),
                        c,
                        s.mean,
                        Activation.NONE,
                        from,
                        to,
                        s.first,
                        s.second,
                        from / s.perPiece() * c);
    }

    /// dx = p·dy + q·x + r, the formula above gathered by power of x.
    private static void backwardData(Pass pass, int from, int to) {
        Statistics s = pass.kept(Statistics.class);
        pass.kernels()
                .channelAffineBackward(
                        pass.x().data(),
                        pass.y().data(),
                        pass.dy().data(),
                        s.mean.length,
                        Activation.NONE,
                        s.p,
                        s.q,
                        s.r,
                        pass.dx().data(),
                        pass.adds(0),
                        from,
                        to);
    }

    @Override
    protected void updateStatistics(Pass pass) {
        Statistics s = pass.kept(Statistics.class);
        float[] mean = runningMean.value().data();
        float[] var = runningVar.value().data();
        for (int k = 0; k < c; k++) {
            double unbiased = s.var[k] * s.rows / (s.rows - 1);
            mean[k] += (float) (momentum * (s.mean[k] - mean[k]));
            var[k] += (float) (momentum * (unbiased - var[k]));
        }
    }
}
