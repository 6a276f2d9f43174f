package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.PoolShape;
import org.fovea.engine.tensor.Shape;

/// Batch norm, activation and 2×2 max pooling in one sweep: y = max over each window of f(n(x)), n being a
/// [BatchNorm]. Forward reads x and writes y, a quarter of its size, and nothing between; backward finds the winner of
/// each window, the first in row order, in x again.
///
/// A rewritten network has it in place of the layers that it computes; the parameters are theirs. It has no place in a
/// model file.
public final class NormMaxPool extends Layer {
    private final BatchNorm norm;
    private final Activation f;

    /// @param activation one that [#suits]
    public NormMaxPool(BatchNorm norm, ActivationLayer activation) {
        this.norm = norm;
        f = activation.f();
    }

    /// Whether the pooling's windows are 2×2 and tile the picture x, and the activation is one that keeps the order
    /// of its arguments and has no gradient where it makes equals of them: ReLU and clip.
    public static boolean suits(ActivationLayer activation, MaxPool pool, Shape x) {
        Activation.Kind kind = activation.f().kind();
        return (kind == Activation.Kind.RELU || kind == Activation.Kind.CLIP)
                && pool.kernelH == 2
                && pool.kernelW == 2
                && pool.stride == 2
                && pool.padding == 0
                && x.extent(0) % 2 == 0
                && x.extent(1) % 2 == 0;
    }

    @Override
    public String type() {
        return "batch_norm + " + f.kind().name().toLowerCase(java.util.Locale.ROOT) + " + max_pool";
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

    /// What one pass keeps.
    private record State(PoolShape shape, int rows, int grain, int yRows, int yGrain, Normalization norm, Gate gate) {
        int perPiece() {
            return Pass.perPiece(rows, grain);
        }

        int yPerPiece() {
            return Pass.perPiece(yRows, yGrain);
        }
    }

    @Override
    protected void prepare(Pass pass) {
        Shape x = pass.x().shape();
        int n = x.extent(0);
        int h = x.extent(1);
        int w = x.extent(2);
        int c = x.channels();
        int rows = n * h * w;
        int grain = ChannelSums.rowGrain(c);
        int yRows = n * h / 2;
        int yGrain = Math.max(1, grain / (2 * w));
        int pieces = Math.max(Pass.pieces(rows, grain), Pass.pieces(yRows, yGrain));
        Normalization normalization = new Normalization(norm, pass.training(), rows, pieces);
        PoolShape shape = new PoolShape(n, h, w, c, 2, 2, 2, 2, 0, 0, 0, 0, h / 2, w / 2, false);
        Gate gate = Gate.of(f, pass.x().data(), normalization.scale, normalization.shift);
        pass.keep(new State(shape, rows, grain, yRows, yGrain, normalization, gate));
    }

    @Override
    public void forward(Pass pass) {
        State s = pass.kept(State.class);
        if (pass.training()) {
            pass.split(s.rows, s.grain, NormMaxPool::moments);
        }
        s.norm.endForward(s.perPiece());
        pass.split(s.yRows, s.yGrain, NormMaxPool::forwardRows);
    }

    private static void moments(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        s.norm.moments(pass, pass.x().data(), from, to, from / s.perPiece());
    }

    private static void forwardRows(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        pass.kernels().affineMaxPool(s.shape, s.gate, pass.y().data(), from, to);
    }

    @Override
    public void backward(Pass pass) {
        State s = pass.kept(State.class);
        if (s.norm.needsSums(pass)) {
            pass.split(s.yRows, s.yGrain, NormMaxPool::backwardSums);
        }
        s.norm.endBackward(pass, Math.ceilDiv(s.yRows, s.yPerPiece()));
        if (pass.wants(0)) {
            pass.split(s.yRows, s.yGrain, NormMaxPool::backwardData);
        }
    }

    private static void backwardSums(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        Normalization n = s.norm;
        int at = from / s.yPerPiece() * s.shape.c();
        pass.kernels()
                .affineMaxPoolBackwardSums(s.shape, s.gate, pass.dy().data(), n.mean, from, to, n.first, n.second, at);
    }

    private static void backwardData(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        Normalization n = s.norm;
        float[] dx = pass.dx().data();
        pass.kernels()
                .affineMaxPoolBackward(s.shape, s.gate, pass.dy().data(), n.p, n.q, n.r, dx, pass.adds(0), from, to);
    }

    @Override
    protected void updateStatistics(Pass pass) {
        pass.kept(State.class).norm.updateStatistics();
    }
}
