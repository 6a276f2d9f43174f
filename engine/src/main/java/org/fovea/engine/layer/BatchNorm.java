package org.fovea.engine.layer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Gate;
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

    double momentum() {
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

    /// What one pass keeps: the sums' arrays, and the gate that lets every gradient through.
    private record State(int c, int rows, int grain, Normalization norm, Gate gate) {
        int perPiece() {
            return Pass.perPiece(rows, grain);
        }

        int pieces() {
            return Math.ceilDiv(rows, perPiece());
        }
    }

    @Override
    protected void prepare(Pass pass) {
        int rows = pass.y().size() / c;
        int grain = ChannelSums.rowGrain(c);
        Normalization norm = new Normalization(this, pass.training(), rows, Pass.pieces(rows, grain));
        Gate gate = Gate.of(Activation.NONE, pass.x().data(), norm.scale, norm.shift);
        pass.keep(new State(c, rows, grain, norm, gate));
    }

    @Override
    public void forward(Pass pass) {
        State s = pass.kept(State.class);
        if (pass.training()) {
            pass.split(s.rows, s.grain, BatchNorm::moments);
        }
        s.norm.endForward(s.perPiece());
        pass.split(s.rows, s.grain, BatchNorm::normalise);
    }

    private static void moments(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        s.norm.moments(pass, pass.x().data(), from, to, from / s.perPiece());
    }

    private static void normalise(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        float[] y = pass.y().data();
        pass.kernels().channelAffine(pass.x().data(), s.c, s.norm.scale, s.norm.shift, Activation.NONE, y, from, to);
    }

    @Override
    public void backward(Pass pass) {
        State s = pass.kept(State.class);
        if (s.norm.needsSums(pass)) {
            pass.split(s.rows, s.grain, BatchNorm::backwardSums);
        }
        s.norm.endBackward(pass, s.pieces());
        if (pass.wants(0)) {
            pass.split(s.rows, s.grain, BatchNorm::backwardData);
        }
    }

    private static void backwardSums(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        Normalization n = s.norm;
        float[] x = pass.x().data();
        float[] dy = pass.dy().data();
        int at = from / s.perPiece() * s.c;
        pass.kernels().channelAffineBackwardSums(x, dy, s.c, n.mean, s.gate, from, to, n.first, n.second, at);
    }

    /// dx = p·dy + q·x + r, the formula above gathered by power of x.
    private static void backwardData(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        Normalization n = s.norm;
        float[] x = pass.x().data();
        float[] dx = pass.dx().data();
        pass.kernels()
                .channelAffineBackward(x, pass.dy().data(), s.c, s.gate, n.p, n.q, n.r, dx, pass.adds(0), from, to);
    }

    @Override
    protected void updateStatistics(Pass pass) {
        pass.kept(State.class).norm.updateStatistics();
    }
}
