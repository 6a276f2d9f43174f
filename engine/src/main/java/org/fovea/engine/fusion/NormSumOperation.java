package org.fovea.engine.fusion;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Affine;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.layer.batchnorm.Normalization;
import org.jspecify.annotations.Nullable;

/// The operation of a [NormSum].
final class NormSumOperation implements Operation {
    private final Kernels kernels = KernelSelection.selected();
    private final List<@Nullable BatchNorm> layers;
    private final Activation f;
    private final Place place;
    private final float[] y;
    private final int c;
    private final int grain;
    private final Split moments;
    private final Split forward;
    private final Split backwardSums;
    private final Split backwardData;
    private final @Nullable Normalization[] norms;
    /// The map of an input that is taken as it is.
    private final Affine identity;
    private final Gate gate;

    NormSumOperation(List<@Nullable BatchNorm> layers, Activation f, Place place) {
        this.layers = layers;
        this.f = f;
        this.place = place;
        y = place.y().data();
        c = place.y().shape().channels();
        grain = Split.rowGrain(c);
        moments = place.splitRows(this::moments);
        forward = place.splitRows(this::forward);
        backwardSums = place.splitRows(this::backwardSums);
        backwardData = place.splitRows(this::backwardData);
        identity = new Affine(new float[c], new float[c]);
        Arrays.fill(identity.scale(), 1);
        norms = new Normalization[layers.size()];
        for (int i = 0; i < norms.length; i++) {
            BatchNorm norm = layers.get(i);
            norms[i] = norm == null ? null : Norms.at(norm, place.training(), y.length / c, moments.pieces());
        }
        gate = norms.length == 1 ? Gate.of(f, place.x().data(), map(norms[0])) : Gate.of(f, y, identity);
    }

    private Affine map(@Nullable Normalization norm) {
        return norm == null ? identity : norm.map;
    }

    @Override
    public void forward() {
        if (place.training()) {
            moments.run();
        }
        for (Normalization norm : norms) {
            if (norm != null) {
                norm.endForward(moments.perPiece());
            }
        }
        forward.run();
    }

    private void moments(int from, int to) {
        for (int i = 0; i < norms.length; i++) {
            Normalization norm = norms[i];
            if (norm != null) {
                norm.moments(place.x(i).data(), from, to, moments.piece(from));
            }
        }
    }

    private void forward(int from, int to) {
        float[] a = place.x().data();
        Normalization first = norms[0];
        if (norms.length == 1) {
            kernels.batchNorm().affine(a, map(first), f, y, from, to);
            return;
        }
        float[] b = place.x(1).data();
        Normalization second = norms[1];
        if (first == null && second == null) {
            kernels.elementwise().sumActivate(f, a, b, y, from * c, to * c);
        } else {
            kernels.batchNorm().affineSum(a, map(first), b, map(second), f, y, from, to);
        }
    }

    @Override
    public void backward() {
        boolean parameters = place.wantsParameters();
        boolean sums = false;
        for (Normalization norm : norms) {
            sums |= norm != null && norm.needsSums(parameters);
        }
        if (sums) {
            backwardSums.run();
        }
        boolean wanted = false;
        for (int i = 0; i < norms.length; i++) {
            Normalization norm = norms[i];
            BatchNorm layer = layers.get(i);
            if (norm != null && layer != null) {
                norm.endBackward(
                        backwardSums.pieces(),
                        parameters ? place.gradient(layer.gamma()) : null,
                        parameters ? place.gradient(layer.beta()) : null);
            }
            wanted |= place.dx(i).wanted();
        }
        if (wanted) {
            backwardData.run();
        }
    }

    private void backwardSums(int from, int to) {
        int at = backwardSums.piece(from) * c;
        for (int i = 0; i < norms.length; i++) {
            Normalization n = norms[i];
            if (n != null) {
                float[] x = place.x(i).data();
                float[] dy = place.dy().data();
                kernels.batchNorm().affineBackwardSums(x, dy, n.mean, gate, from, to, n.first, n.second, at);
            }
        }
    }

    /// A block of rows at a time, so that the second input finds y and dy in the cache.
    private void backwardData(int from, int to) {
        for (int row = from; row < to; row += grain) {
            int end = Math.min(row + grain, to);
            for (int i = 0; i < norms.length; i++) {
                if (place.dx(i).wanted()) {
                    backwardInput(i, row, end);
                }
            }
        }
    }

    private void backwardInput(int i, int from, int to) {
        float[] dy = place.dy().data();
        InputGradient dx = place.dx(i);
        Normalization n = norms[i];
        if (n == null) {
            kernels.elementwise().activateBackward(f, y, y, dy, dx.data(), dx.adds(), from * c, to * c);
        } else {
            float[] x = place.x(i).data();
            kernels.batchNorm().affineBackward(x, dy, gate, n.gradient, dx.data(), dx.adds(), from, to);
        }
    }

    @Override
    public void updateStatistics() {
        for (Normalization norm : norms) {
            if (norm != null) {
                norm.updateStatistics();
            }
        }
    }
}
