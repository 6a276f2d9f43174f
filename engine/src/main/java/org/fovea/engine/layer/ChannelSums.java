package org.fovea.engine.layer;

import org.fovea.engine.kernel.BatchNormKernels;
import org.fovea.engine.kernel.KernelSelection;

/// The gradient of a bias: dy summed over every row, channel by channel. Pieces sum rows apart, then the pieces' sums
/// are added in their order, so that the result does not depend on threads.
final class ChannelSums {
    private final BatchNormKernels kernels = KernelSelection.selected().batchNorm();
    private final Place place;
    private final int c;
    private final Split pieces;
    private final float[] shares;

    ChannelSums(Place place) {
        this.place = place;
        c = place.y().shape().channels();
        pieces = place.splitRows(this::sum);
        shares = new float[pieces.pieces() * c];
    }

    /// db += Σ over the rows of dy.
    void addTo(float[] db) {
        pieces.run();
        merge(shares, pieces.pieces(), db);
    }

    private void sum(int from, int to) {
        kernels.sums(place.dy().data(), c, from, to, shares, pieces.piece(from) * c);
    }

    /// sums += the pieces' shares, (pieces, C), in their order.
    static void merge(float[] shares, int pieces, float[] sums) {
        int c = sums.length;
        for (int k = 0; k < c; k++) {
            double sum = 0;
            for (int piece = 0; piece < pieces; piece++) {
                sum += shares[piece * c + k];
            }
            sums[k] += (float) sum;
        }
    }
}
