package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.Scratch.FIRST;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.AlignedArray;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Correlation;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.lanes.PaddedCopy;
import org.fovea.engine.parallel.Workers;

/// Convolution as a matrix product whose left side is never written: a row is a target pixel, its k values are what the
/// pixel sees of the source, read where they lie. With channels last, a filter row's taps and channels are one stretch
/// of memory.
///
/// A piece of work is a band of rows of one picture, in all phases of a strided backward pass, which so read the same
/// rows and write between each other's pixels while these are in the cache. What the band sees is copied with its
/// margin of zeros first, unless nothing lies outside the picture.
public final class ImplicitProduct implements Correlation, Workers.Body {
    /// Target pixels in a band, about: some tiles' worth, and a source that stays in the second-level cache.
    private static final int BAND_PIXELS = 200;
    /// Sums that stay in the first-level cache until residual and activation are there.
    private static final int FINISHED_SUMS = 4500;
    /// Rows of the tallest tile, of whose pixels a block has a multiple.
    private static final int TALLEST_TILE = 10;
    /// Fewer pieces than this leave cores idle; then bands are cut into panels too.
    private static final int FEW_PIECES = 16;
    /// Panels that keep two cores evenly busy.
    private static final int FEW_PANELS = 4;

    /// The pictures on either side.
    private record Side(int h, int w, int c) {
        int size() {
            return h * w * c;
        }
    }

    private final ConvolutionShape s;
    private final boolean backward;
    private final Side source;
    private final Side target;
    private final int sourceChannels;
    private final int targetChannels;
    private final Plan[] plans;
    private final int piecesOfPicture;
    private final int filterFloats;
    /// The rows and the columns of the target in which a phase has pixels, and whether there are others.
    private final boolean[] reachedRows;

    private final boolean[] reachedColumns;
    private final boolean gaps;
    /// Whether the filters were packed once for all calls.
    private boolean fixed;

    // The call at hand.
    private boolean packing;
    private float[] filters = {};
    private int filtersAt = FIRST;
    private float[] from = {};
    private float[] w = {};
    private float[] to = {};
    private final TileEpilogue ownEpilogue;
    private TileEpilogue epilogue = TileEpilogue.NONE;

    public ImplicitProduct(ConvolutionShape s, boolean backward) {
        this.s = s;
        this.backward = backward;
        Side x = new Side(s.h(), s.w(), s.c());
        Side y = new Side(s.oh(), s.ow(), s.oc());
        source = backward ? y : x;
        target = backward ? x : y;
        sourceChannels = source.c / s.groups();
        targetChannels = target.c / s.groups();
        List<StridePhase> phases = backward ? StridePhase.backward(s) : StridePhase.forward(s);
        plans = new Plan[phases.size()];
        int pieces = 0;
        int floats = 0;
        for (int i = 0; i < plans.length; i++) {
            plans[i] = new Plan(phases.get(i), floats);
            pieces = Math.max(pieces, plans[i].pieces);
            floats += plans[i].product.panels.size() * s.groups();
        }
        piecesOfPicture = Math.max(pieces, 1);
        reachedRows = new boolean[target.h];
        reachedColumns = new boolean[target.w];
        for (StridePhase phase : phases) {
            mark(reachedRows, phase.targetRow(), phase.targetStepH(), phase.rows());
            mark(reachedColumns, phase.targetColumn(), phase.targetStepW(), phase.columns());
        }
        gaps = !all(reachedRows) || !all(reachedColumns);
        filterFloats = floats;
        ownEpilogue = new TileEpilogue(target.c + Panels.WIDEST * Lanes.COUNT);
    }

    @Override
    public String algorithm() {
        return "implicit matrix product";
    }

    private static void mark(boolean[] reached, int first, int step, int count) {
        for (int i = 0; i < count; i++) {
            reached[first + i * step] = true;
        }
    }

    private static boolean all(boolean[] reached) {
        for (boolean one : reached) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /// One phase, its tables laid out.
    private final class Plan {
        final StridePhase phase;
        final int firstFloat;
        /// Whether everything the phase reads lies inside the picture, so that it is read in place.
        final boolean inPlace;
        final int top;
        final int left;
        final int width;
        final int bandRows;
        final int bands;
        final int panelParts;
        final int pieces;
        /// Whether the filters come from beyond the second-level cache.
        final boolean far;

        final TiledProduct product;

        Plan(StridePhase phase, int firstFloat) {
            this.phase = phase;
            this.firstFloat = firstFloat;
            top = phase.sourceRow() + phase.down()[0];
            left = phase.sourceColumn() + phase.right()[0];
            width = (phase.columns() - 1) * phase.sourceStepW() + 1 + span(phase.right());
            inPlace = top >= 0 && left >= 0 && top + height(phase.rows()) <= source.h && left + width <= source.w;
            int pixels = s.n() * phase.rows() * phase.columns();
            int panels = Math.ceilDiv(Lanes.vectors(targetChannels), Panels.WIDEST);
            // Few pixels and many channels: every band would read all filters, so the panels are the pieces.
            boolean byPanels = s.groups() == 1 && pixels <= BAND_PIXELS && panels >= FEW_PANELS;
            int cut = byPanels ? pixels : Math.max(1, pixels / FEW_PIECES);
            bandRows = Math.clamp(Math.min(BAND_PIXELS, cut) / phase.columns(), 1, phase.rows());
            bands = Math.ceilDiv(phase.rows(), bandRows);
            far = s.n() * bands == 1
                    && TiledProduct.outOfCache(new Panels(phase.taps() * sourceChannels, targetChannels).size());
            product = product();
            panelParts = s.n() * bands < FEW_PIECES / 2 && s.groups() == 1 ? product.panels.count() : 1;
            pieces = bands * panelParts;
        }

        private static int span(int[] offsets) {
            return offsets[offsets.length - 1] - offsets[0];
        }

        /// Source rows that so many rows of the grid see.
        int height(int rows) {
            return (rows - 1) * phase.sourceStepH() + 1 + span(phase.down());
        }

        private int line() {
            return (inPlace ? source.w : width) * source.c;
        }

        private TiledProduct product() {
            int[] aRows = new int[bandRows * phase.columns()];
            int[] cRows = new int[aRows.length];
            for (int i = 0; i < aRows.length; i++) {
                int g = i / phase.columns();
                int j = i % phase.columns();
                aRows[i] = g * phase.sourceStepH() * line() + j * phase.sourceStepW() * source.c;
                cRows[i] = (g * phase.targetStepH() * target.w + j * phase.targetStepW()) * target.c;
            }
            boolean merge = s.groups() == 1 && phase.contiguous();
            int across = merge ? 1 : phase.right().length;
            int[] segments = new int[phase.down().length * across];
            for (int i = 0; i < segments.length; i++) {
                int down = phase.down()[i / across] - phase.down()[0];
                int right = phase.right()[i % across] - phase.right()[0];
                segments[i] = down * line() + right * source.c;
            }
            int length = merge ? phase.right().length * source.c : sourceChannels;
            return new TiledProduct(aRows, segments, length, 1, targetChannels, cRows, far);
        }
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        this.from = source;
        this.w = w;
        assert !add || epilogue.isNone() : "sums that are added have no epilogue";
        ownEpilogue.set(epilogue);
        this.epilogue = add ? TileEpilogue.ADD : ownEpilogue;
        this.to = target;
        if (!fixed) {
            filters = Scratch.aligned(Scratch.Slot.FILTERS, filterFloats);
            pack(workers);
        }
        workers.run(s.n() * piecesOfPicture, this);
    }

    @Override
    public void fixFilters(FixedFilters fixedFilters, Workers workers) {
        AlignedArray form = fixedFilters.form(algorithm(), filterFloats, panels -> {
            w = fixedFilters.values();
            filters = panels.array();
            filtersAt = panels.at();
            pack(workers);
        });
        filters = form.array();
        filtersAt = form.at();
        fixed = true;
    }

    private void pack(Workers workers) {
        packing = true;
        workers.run(s.groups() * plans.length, this);
        packing = false;
    }

    @Override
    public void run(int piece) {
        if (packing) {
            pack(plans[piece / s.groups()], piece % s.groups());
            return;
        }
        int part = piece % piecesOfPicture;
        for (Plan plan : plans) {
            if (part < plan.pieces) {
                band(plan, piece / piecesOfPicture, part / plan.panelParts, part % plan.panelParts);
            }
        }
        if (gaps && !epilogue.add) {
            clear(piece / piecesOfPicture, part);
        }
    }

    /// Brings a group's filters into panels: k runs over taps and source channels, n over target channels.
    private void pack(Plan plan, int group) {
        Panels panels = plan.product.panels;
        StridePhase phase = plan.phase;
        int base = filtersAt + plan.firstFloat + group * panels.size();
        int across = phase.right().length;
        for (int panel = 0; panel < panels.count(); panel++) {
            for (int tap = 0; tap < phase.taps(); tap++) {
                int index = phase.tapRow()[tap / across] * s.kw() + phase.tapColumn()[tap % across];
                int at = index * (s.c() / s.groups()) * s.oc() + group * (s.oc() / s.groups());
                int row = tap * sourceChannels;
                int rowStride = backward ? 1 : s.oc();
                int columnStride = backward ? s.oc() : 1;
                panels.pack(w, at, rowStride, columnStride, row, row + sourceChannels, filters, base, panel);
            }
        }
    }

    private void band(Plan plan, int n, int band, int part) {
        StridePhase phase = plan.phase;
        int row = band * plan.bandRows;
        int rows = Math.min(plan.bandRows, phase.rows() - row);
        int y = n * target.size()
                + ((phase.targetRow() + row * phase.targetStepH()) * target.w + phase.targetColumn()) * target.c;
        int pixels = rows * phase.columns();
        float[] a = from;
        int top = plan.top + row * phase.sourceStepH();
        int x = n * source.size() + (top * source.w + plan.left) * source.c;
        if (!plan.inPlace) {
            int height = plan.height(rows);
            a = Scratch.floats(Scratch.Slot.ROWS, height * plan.width * source.c);
            PaddedCopy.copy(
                    from, n * source.size(), source.h, source.w, source.c, top, height, plan.left, plan.width, a, 0);
            x = 0;
        }
        Panels panels = plan.product.panels;
        int first = plan.panelParts == 1 ? 0 : part;
        int end = plan.panelParts == 1 ? panels.count() : part + 1;
        for (int group = 0; group < s.groups(); group++) {
            int weights = filtersAt + plan.firstFloat + group * panels.size();
            finished(plan, a, x + group * sourceChannels, pixels, first, end, weights, y, group * targetChannels);
        }
    }

    /// The columns of some panels of a band, block by block of its pixels with the epilogue: over all panels, whose
    /// columns lie side by side, before the next block.
    private void finished(
            Plan plan, float[] a, int x, int pixels, int fromPanel, int toPanel, int weights, int y, int column) {
        Panels panels = plan.product.panels;
        Epilogue left = epilogue.left();
        int k = panels.column(fromPanel);
        int columns = panels.column(toPanel - 1) + panels.columns(toPanel - 1) - k;
        // Filters from afar are to be waited for once.
        int step =
                plan.far || left.isNone() ? pixels : Math.max(FINISHED_SUMS / columns / TALLEST_TILE, 1) * TALLEST_TILE;
        for (int first = 0; first < pixels; first += step) {
            int end = Math.min(first + step, pixels);
            for (int panel = fromPanel; panel < toPanel; panel++) {
                plan.product.multiply(a, x, first, end, panel, filters, weights, to, y + column, epilogue, column);
            }
            int at = y + first * target.c + column + k;
            Epilogues.apply(left, to, at, target.c, end - first, column + k, columns);
        }
    }

    /// The piece's share of a picture's rows, where no tap reaches their pixels: the gradient is zero there.
    private void clear(int n, int part) {
        int end = target.h * (part + 1) / piecesOfPicture;
        for (int row = target.h * part / piecesOfPicture; row < end; row++) {
            int y = n * target.size() + row * target.w * target.c;
            if (!reachedRows[row]) {
                Arrays.fill(to, y, y + target.w * target.c, 0);
                continue;
            }
            for (int j = 0; j < target.w; j++, y += target.c) {
                if (!reachedColumns[j]) {
                    Arrays.fill(to, y, y + target.c, 0);
                }
            }
        }
    }
}
