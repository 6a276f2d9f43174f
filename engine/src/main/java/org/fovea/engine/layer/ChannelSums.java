package org.fovea.engine.layer;

import org.fovea.engine.tensor.Tensor;

/// The gradient of a bias: dy summed over every row, channel by channel. Pieces sum rows apart, then the pieces' sums
/// are added in their order, so that the result does not depend on threads.
final class ChannelSums {
    private final int rows;
    private final int c;
    private final int grain;
    private final float[] partial;

    ChannelSums(Tensor y) {
        c = y.shape().channels();
        rows = y.size() / c;
        grain = rowGrain(c);
        partial = new float[Pass.pieces(rows, grain) * c];
    }

    /// Rows that make a piece worth handing out: about 16,384 values.
    static int rowGrain(int c) {
        return Math.max(1, 16_384 / c);
    }

    /// db += Σ over the rows of dy.
    void addTo(float[] db, Pass pass) {
        pass.split(rows, grain, ChannelSums::piece);
        int per = Pass.perPiece(rows, grain);
        int pieces = Math.ceilDiv(rows, per);
        for (int k = 0; k < c; k++) {
            double sum = 0;
            for (int piece = 0; piece < pieces; piece++) {
                sum += partial[piece * c + k];
            }
            db[k] += (float) sum;
        }
    }

    private static void piece(Pass pass, int from, int to) {
        ChannelSums sums = pass.kept(ChannelSums.class);
        int piece = from / Pass.perPiece(sums.rows, sums.grain);
        pass.kernels().channelSums(pass.dy().data(), sums.c, from, to, sums.partial, piece * sums.c);
    }
}
