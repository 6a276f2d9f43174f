package org.fovea.engine.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Batch norm, sum and activation in one sweep: y = f(n₀(x₀)) or y = f(n₀(x₀) + n₁(x₁)), where each nᵢ is a
/// [BatchNorm] or nothing. With z what f is taken of, dz = f′(z)·dy, and each input's gradient is its norm's for dz.
///
/// What lies between the layers is never written, which is what training waits for: these layers are bound by memory.
/// f′ is read off y, or off x₀ where it is the only input.
///
/// A rewritten network has it in place of the layers that it computes; the parameters are theirs. It has no place in a
/// model file.
public final class NormSum extends Layer {
    private final List<@Nullable BatchNorm> norms;
    private final Activation f;

    /// @param norms one for each of one or two inputs; null for an input that is taken as it is
    /// @param activation one that [#suits], or null for none
    public NormSum(List<@Nullable BatchNorm> norms, @Nullable ActivationLayer activation) {
        if (norms.isEmpty() || norms.size() > 2 || (activation != null && !suits(activation))) {
            throw new IllegalArgumentException("takes one or two inputs and a piecewise linear activation, found "
                    + norms.size() + " inputs and " + (activation == null ? "none" : activation.type()));
        }
        this.norms = new ArrayList<>(norms);
        f = activation == null ? Activation.NONE : activation.f();
    }

    /// Whether an activation's derivative can be read off its value: that of ReLU, leaky ReLU with a slope of at
    /// least zero, and clip.
    public static boolean suits(ActivationLayer activation) {
        Activation f = activation.f();
        return switch (f.kind()) {
            case NONE, RELU, CLIP -> true;
            case LEAKY_RELU -> f.a() >= 0;
            case SIGMOID, TANH, SILU -> false;
        };
    }

    @Override
    public String type() {
        StringBuilder type = new StringBuilder();
        for (BatchNorm norm : norms) {
            type.append(norm == null ? "" : "batch_norm + ");
        }
        type.append(norms.size() == 2 ? "add + " : "");
        if (f.kind() != Activation.Kind.NONE) {
            type.append(f.kind().name().toLowerCase(java.util.Locale.ROOT)).append(" + ");
        }
        return type.substring(0, type.length() - 3);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        for (BatchNorm norm : norms) {
            if (norm != null) {
                all.addAll(norm.parameters());
            }
        }
        return all;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != norms.size()) {
            throw new IllegalArgumentException("expects " + norms.size() + " inputs, found " + inputs.size());
        }
        for (int i = 0; i < norms.size(); i++) {
            BatchNorm norm = norms.get(i);
            if (norm != null) {
                norm.outputShape(List.of(inputs.get(i)));
            }
        }
        return inputs.size() == 1 ? inputs.getFirst() : Add.same(inputs);
    }

    /// What one pass keeps.
    private static final class State {
        final Activation f;
        final int c;
        final int rows;
        final int grain;
        final @Nullable Normalization[] norms;
        /// The affine map of an input that is taken as it is.
        final float[] ones;

        final float[] zeros;
        final Gate gate;

        State(NormSum layer, Pass pass) {
            f = layer.f;
            c = pass.y().shape().channels();
            rows = pass.y().size() / c;
            grain = ChannelSums.rowGrain(c);
            norms = new Normalization[layer.norms.size()];
            ones = new float[c];
            Arrays.fill(ones, 1);
            zeros = new float[c];
            for (int i = 0; i < norms.length; i++) {
                BatchNorm norm = layer.norms.get(i);
                norms[i] = norm == null ? null : new Normalization(norm, pass.training(), rows, pieces());
            }
            gate = norms.length == 1
                    ? Gate.of(f, pass.x().data(), scale(0), shift(0))
                    : Gate.of(f, pass.y().data(), ones, zeros);
        }

        int perPiece() {
            return Pass.perPiece(rows, grain);
        }

        int pieces() {
            return Math.ceilDiv(rows, perPiece());
        }

        float[] scale(int i) {
            Normalization norm = norms[i];
            return norm == null ? ones : norm.scale;
        }

        float[] shift(int i) {
            Normalization norm = norms[i];
            return norm == null ? zeros : norm.shift;
        }
    }

    @Override
    protected void prepare(Pass pass) {
        pass.keep(new State(this, pass));
    }

    @Override
    public void forward(Pass pass) {
        State s = pass.kept(State.class);
        if (pass.training()) {
            pass.split(s.rows, s.grain, NormSum::moments);
        }
        for (Normalization norm : s.norms) {
            if (norm != null) {
                norm.endForward(s.perPiece());
            }
        }
        pass.split(s.rows, s.grain, NormSum::forwardRows);
    }

    private static void moments(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        for (int i = 0; i < s.norms.length; i++) {
            Normalization norm = s.norms[i];
            if (norm != null) {
                norm.moments(pass, pass.x(i).data(), from, to, from / s.perPiece());
            }
        }
    }

    private static void forwardRows(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        float[] a = pass.x().data();
        float[] y = pass.y().data();
        if (s.norms.length == 1) {
            pass.kernels().channelAffine(a, s.c, s.scale(0), s.shift(0), s.f, y, from, to);
            return;
        }
        float[] b = pass.x(1).data();
        if (s.norms[0] == null && s.norms[1] == null) {
            pass.kernels().sumActivate(s.f, a, b, y, from * s.c, to * s.c);
        } else {
            pass.kernels()
                    .channelAffineSum(a, s.scale(0), s.shift(0), b, s.scale(1), s.shift(1), s.c, s.f, y, from, to);
        }
    }

    @Override
    public void backward(Pass pass) {
        State s = pass.kept(State.class);
        boolean sums = false;
        for (Normalization norm : s.norms) {
            sums |= norm != null && norm.needsSums(pass);
        }
        if (sums) {
            pass.split(s.rows, s.grain, NormSum::backwardSums);
        }
        boolean wanted = false;
        for (int i = 0; i < s.norms.length; i++) {
            Normalization norm = s.norms[i];
            if (norm != null) {
                norm.endBackward(pass, s.pieces());
            }
            wanted |= pass.wants(i);
        }
        if (wanted) {
            pass.split(s.rows, s.grain, NormSum::backwardData);
        }
    }

    private static void backwardSums(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        int at = from / s.perPiece() * s.c;
        for (int i = 0; i < s.norms.length; i++) {
            Normalization n = s.norms[i];
            if (n != null) {
                float[] x = pass.x(i).data();
                float[] dy = pass.dy().data();
                pass.kernels().channelAffineBackwardSums(x, dy, s.c, n.mean, s.gate, from, to, n.first, n.second, at);
            }
        }
    }

    /// A block of rows at a time, so that the second input finds y and dy in the cache.
    private static void backwardData(Pass pass, int from, int to) {
        State s = pass.kept(State.class);
        for (int row = from; row < to; row += s.grain) {
            int end = Math.min(row + s.grain, to);
            for (int i = 0; i < s.norms.length; i++) {
                if (pass.wants(i)) {
                    backwardInput(pass, s, i, row, end);
                }
            }
        }
    }

    private static void backwardInput(Pass pass, State s, int i, int from, int to) {
        float[] dy = pass.dy().data();
        float[] dx = pass.dx(i).data();
        Normalization n = s.norms[i];
        if (n == null) {
            float[] y = pass.y().data();
            pass.kernels().activateBackward(s.f, y, y, dy, dx, pass.adds(i), from * s.c, to * s.c);
        } else {
            float[] x = pass.x(i).data();
            pass.kernels().channelAffineBackward(x, dy, s.c, s.gate, n.p, n.q, n.r, dx, pass.adds(i), from, to);
        }
    }

    @Override
    protected void updateStatistics(Pass pass) {
        for (Normalization norm : pass.kept(State.class).norms) {
            if (norm != null) {
                norm.updateStatistics();
            }
        }
    }
}
