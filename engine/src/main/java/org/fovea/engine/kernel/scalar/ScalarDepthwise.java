package org.fovea.engine.kernel.scalar;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.parallel.Workers;

/// Depthwise convolution: each channel has a filter of its own, so every pass is a sum of elementwise products.
///
/// ```
/// y[n, i, j, c]     =  Σ over ki, kj    x[n, ii, jj, c] · w[ki, kj, c]
/// dx[n, ii, jj, c]  =  Σ over ki, kj    dy[n, i, j, c]  · w[ki, kj, c]
/// dw[ki, kj, c]    +=  Σ over n, i, j   dy[n, i, j, c]  · x[n, ii, jj, c]
/// ```
///
/// A few pixels side by side, or a [ChannelStrip] of one, are copied into rows that begin at index 0, where C2 makes
/// vector code of the products (see [ScalarPanel]).
final class ScalarDepthwise implements Convolution {
    /// Blocks of pixels in one piece of work.
    private static final int BLOCKS = 32;

    private final ConvolutionShape s;
    private final ScalarTaps forward;
    private final List<ScalarTaps> backward;
    private final List<ChannelStrip> strips;

    ScalarDepthwise(ConvolutionShape s) {
        this.s = s;
        forward = ScalarTaps.forward(s);
        backward = ScalarTaps.backward(s);
        strips = ChannelStrip.of(s.c());
    }

    @Override
    public String algorithm() {
        return "depthwise, depthwise, depthwise";
    }

    @Override
    public void fixFilters(FixedFilters fixed, Workers workers) {} // used as they are

    @Override
    public void forward(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers) {
        run(forward, x, w, epilogue, false, y, workers);
    }

    @Override
    public void backwardData(float[] dy, float[] w, float[] dx, boolean add, Workers workers) {
        for (ScalarTaps taps : backward) {
            run(taps, dy, w, Epilogue.NONE, add, dx, workers);
        }
    }

    private void run(
            ScalarTaps taps, float[] x, float[] w, Epilogue epilogue, boolean add, float[] y, Workers workers) {
        for (ChannelStrip strip : strips) {
            int pixels = strip.rows() * BLOCKS;
            workers.run(Math.ceilDiv(taps.pixels(), pixels), piece -> {
                int last = Math.min((piece + 1) * pixels, taps.pixels());
                for (int from = piece * pixels; from < last; from += strip.rows()) {
                    sumTaps(taps, strip, from, Math.min(strip.rows(), last - from), x, w, epilogue, add, y);
                }
            });
        }
    }

    /// The sums for pixels from … from + count of the grid.
    private void sumTaps(
            ScalarTaps taps,
            ChannelStrip strip,
            int from,
            int count,
            float[] x,
            float[] w,
            Epilogue epilogue,
            boolean add,
            float[] y) {
        ScalarPanel panel = ScalarPanel.ofThread();
        float[] sum = panel.others[0];
        float[] other = panel.others[1];
        int length = count * strip.width();
        if (epilogue.bias() == null) {
            Arrays.fill(sum, 0, length, 0);
        } else {
            strip.repeat(epilogue.bias(), 0, sum);
        }
        for (int t = 0; t < taps.taps(); t++) {
            strip.repeat(w, taps.filterTap(t, s.kw()) * s.c(), other);
            taps.sources(t, from, count, s.c(), panel.places);
            strip.gather(x, panel.places, count, panel.rows[0]);
            addProduct(panel.rows[0], other, sum, length);
        }
        taps.targets(from, count, s.c(), panel.places);
        if (epilogue.residual() != null) {
            strip.gather(epilogue.residual(), panel.places, count, other);
            ScalarPanel.add(other, sum, length);
        }
        if (add) {
            strip.gather(y, panel.places, count, other);
            ScalarPanel.add(other, sum, length);
        }
        if (epilogue.slopes() == null) {
            ScalarActivations.activate(epilogue.f(), sum, sum, 0, length);
        } else {
            strip.repeat(epilogue.slopes(), 0, other);
            ScalarPanel.leak(other, sum, length);
        }
        strip.scatter(sum, panel.places, count, y);
    }

    @Override
    public void backwardFilters(float[] x, float[] dy, float[] dw, Workers workers) {
        int taps = forward.taps();
        workers.run(taps * strips.size(), piece -> backwardTap(strips.get(piece / taps), piece % taps, x, dy, dw));
    }

    private void backwardTap(ChannelStrip strip, int t, float[] x, float[] dy, float[] dw) {
        ScalarPanel panel = ScalarPanel.ofThread();
        float[] sum = panel.others[0];
        float[] other = panel.others[1];
        Arrays.fill(sum, 0, strip.rows() * strip.width(), 0);
        for (int from = 0; from < forward.pixels(); from += strip.rows()) {
            int count = Math.min(strip.rows(), forward.pixels() - from);
            forward.sources(t, from, count, s.c(), panel.places);
            strip.gather(x, panel.places, count, panel.rows[0]);
            forward.targets(from, count, s.c(), panel.places);
            strip.gather(dy, panel.places, count, other);
            addProduct(panel.rows[0], other, sum, count * strip.width());
        }
        int at = t * s.c() + strip.first();
        for (int i = 0; i < strip.rows() * strip.width(); i++) {
            dw[at + i % strip.width()] += sum[i];
        }
    }

    /// y += a·b.
    private static void addProduct(float[] a, float[] b, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] += a[i] * b[i];
        }
    }
}
