package org.fovea.engine.kernel.scalar;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.parallel.Workers;

/// Convolution by its definition. With IC = C / groups input channels for each output channel o of group g,
///
/// ```
/// y[n, i, j, o]           =  Σ over ki, kj, ic  x[n, ii, jj, g·IC + ic] · w[ki, kj, ic, o]
/// dx[n, ii, jj, g·IC + ic] = Σ over ki, kj, o   dy[n, i, j, o]          · w[ki, kj, ic, o]
/// dw[ki, kj, ic, o]      +=  Σ over n, i, j     dy[n, i, j, o]          · x[n, ii, jj, g·IC + ic]
/// ```
///
/// where ii = i · strideH − padTop + ki · dilationH and jj likewise, as far as (ii, jj) lies inside the picture.
///
/// The first two are one loop with another choice of taps, [ScalarPixelProduct]: its rows run along pixels. In the
/// third they run along taps and input channels, which lie side by side in x.
final class ScalarConvolution implements Convolution {
    /// Output channels in one piece of the filters' gradient: x is gathered once for all of them.
    private static final int CHANNEL_BLOCK = 64;
    /// Terms of the filters in one piece, where the rows run along output channels.
    private static final int FEW_TERMS = 4;

    private final ConvolutionShape s;
    /// Input channels and output channels of one group.
    private final int ic;
    private final int oc;
    private final ScalarPixelProduct forward;
    private final List<ScalarPixelProduct> backward;
    private boolean filtersFixed;

    ScalarConvolution(ConvolutionShape s) {
        this.s = s;
        ic = s.c() / s.groups();
        oc = s.oc() / s.groups();
        forward = new ScalarPixelProduct(ScalarTaps.forward(s), s.groups(), ic, oc);
        backward = ScalarTaps.backward(s).stream()
                .map(taps -> new ScalarPixelProduct(taps, s.groups(), oc, ic))
                .toList();
    }

    @Override
    public String algorithm() {
        return "implicit matrix product, implicit matrix product, implicit matrix product";
    }

    // --- forward ---

    @Override
    public void fixFilters(FixedFilters fixed, Workers workers) {
        forward.setFilters(fixed.values(), (t, o, k) -> (t * ic + k) * s.oc() + o, workers);
        filtersFixed = true;
    }

    @Override
    public void forward(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers) {
        if (!filtersFixed) {
            forward.setFilters(w, (t, o, k) -> (t * ic + k) * s.oc() + o, workers);
        }
        forward.run(x, epilogue, false, y, workers);
    }

    // --- backward to the data ---

    @Override
    public void backwardData(float[] dy, float[] w, float[] dx, boolean add, Workers workers) {
        for (ScalarPixelProduct grid : backward) {
            // Input channel k of all belongs to group k / ic, whose output channels begin at k / ic · oc.
            grid.setFilters(
                    w,
                    (t, k, o) -> (grid.taps().filterTap(t, s.kw()) * ic + k % ic) * s.oc() + k / ic * oc + o,
                    workers);
            grid.run(dy, Epilogue.NONE, add, dx, workers);
        }
    }

    // --- backward to the filters ---

    @Override
    public void backwardFilters(float[] x, float[] dy, float[] dw, Workers workers) {
        int terms = s.kh() * s.kw() * ic;
        boolean alongOutputs = terms < oc;
        int block = alongOutputs ? FEW_TERMS : ScalarPanel.WIDTH;
        int across = Math.ceilDiv(terms, block);
        int down = Math.ceilDiv(oc, alongOutputs ? ScalarPanel.WIDTH : CHANNEL_BLOCK);
        workers.run(s.groups() * across * down, piece -> {
            int group = piece / (across * down);
            int k = piece / down % across;
            int o = piece % down;
            new FilterPiece(group, terms * k / across, terms * (k + 1) / across, oc * o / down, oc * (o + 1) / down)
                    .compute(x, dy, dw, alongOutputs);
        });
    }

    /// The gradient of some of the filters of a group, at some of their (ki, kj, ic), which are numbered in the
    /// order of w and called terms.
    ///
    /// Rows of B are pixels of y, seen as the terms that they read of x; the sums then are a row an output channel,
    /// with factors out of dy. Where there are fewer terms than output channels, the two change places.
    private final class FilterPiece {
        private final ScalarTaps taps = forward.taps();
        private final int group;
        private final int firstTerm;
        private final int terms;
        private final int firstChannel;
        private final int channels;
        private final ScalarPanel panel = ScalarPanel.ofThread();

        FilterPiece(int group, int firstTerm, int lastTerm, int from, int to) {
            this.group = group;
            this.firstTerm = firstTerm;
            terms = lastTerm - firstTerm;
            firstChannel = group * oc + from;
            channels = to - from;
        }

        void compute(float[] x, float[] dy, float[] dw, boolean alongOutputs) {
            int width = alongOutputs ? channels : terms;
            int height = alongOutputs ? terms : channels;
            float[][] sums = panel.sums(height);
            for (int i = 0; i < height; i++) {
                Arrays.fill(sums[i], 0, width, 0);
            }
            for (int pixel = 0; pixel < taps.pixels(); pixel += ScalarPanel.DEPTH) {
                int pixels = Math.min(ScalarPanel.DEPTH, taps.pixels() - pixel);
                gather(x, pixel, pixels, alongOutputs ? panel.others : panel.rows);
                for (int p = 0; p < pixels; p++) {
                    System.arraycopy(
                            dy,
                            (pixel + p) * s.oc() + firstChannel,
                            alongOutputs ? panel.rows[p] : panel.others[p],
                            0,
                            channels);
                }
                for (int i = 0; i < height; i++) {
                    for (int p = 0; p < pixels; p++) {
                        panel.factors[p] = panel.others[p][i];
                    }
                    panel.add(panel.factors, 0, pixels, sums[i], width);
                }
            }
            for (int k = 0; k < terms; k++) {
                int at = (firstTerm + k) * s.oc() + firstChannel;
                for (int o = 0; o < channels; o++) {
                    dw[at + o] += alongOutputs ? sums[k][o] : sums[o][k];
                }
            }
        }

        /// What pixels from … from + count of y read of x, tap by tap, a row a pixel.
        private void gather(float[] x, int from, int count, float[][] rows) {
            int i = 0;
            while (i < terms) {
                int c = (firstTerm + i) % ic;
                int run = Math.min(ic - c, terms - i);
                taps.sources((firstTerm + i) / ic, from, count, s.c(), panel.places);
                for (int p = 0; p < count; p++) {
                    int at = panel.places[p];
                    if (at < 0) {
                        Arrays.fill(rows[p], i, i + run, 0);
                    } else {
                        System.arraycopy(x, at + group * ic + c, rows[p], i, run);
                    }
                }
                i += run;
            }
        }
    }
}
