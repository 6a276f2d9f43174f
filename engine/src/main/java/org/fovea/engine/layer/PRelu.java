package org.fovea.engine.layer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
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

    /// The pieces' shares of the slopes' gradient.
    private record Shares(float[] slope, float[] partial, int rows, int grain) {
        int perPiece() {
            return Pass.perPiece(rows, grain);
        }
    }

    @Override
    protected void prepare(Pass pass) {
        int rows = pass.y().size() / c;
        int grain = ChannelSums.rowGrain(c);
        pass.keep(new Shares(slope.value().data(), new float[Pass.pieces(rows, grain) * c], rows, grain));
    }

    @Override
    public void forward(Pass pass) {
        Shares s = pass.kept(Shares.class);
        pass.split(s.rows, s.grain, PRelu::forwardRows);
    }

    private static void forwardRows(Pass p, int from, int to) {
        float[] slope = p.kept(Shares.class).slope;
        p.kernels().prelu(p.x().data(), slope.length, slope, p.y().data(), from, to);
    }

    @Override
    public void backward(Pass pass) {
        Shares s = pass.kept(Shares.class);
        if (!pass.wants(0) && !pass.wantsParameters()) {
            return;
        }
        pass.split(s.rows, s.grain, PRelu::backwardRows);
        if (pass.wantsParameters()) {
            float[] da = pass.gradient(slope);
            int pieces = Math.ceilDiv(s.rows, s.perPiece());
            for (int k = 0; k < c; k++) {
                double sum = 0;
                for (int piece = 0; piece < pieces; piece++) {
                    sum += s.partial[piece * c + k];
                }
                da[k] += (float) sum;
            }
        }
    }

    private static void backwardRows(Pass p, int from, int to) {
        Shares s = p.kept(Shares.class);
        int c = s.slope.length;
        p.kernels()
                .preluBackward(
                        p.x().data(),
                        p.dy().data(),
                        c,
                        s.slope,
                        p.dx().data(),
                        p.adds(0),
                        from,
                        to,
                        s.partial,
                        from / s.perPiece() * c);
    }
}
