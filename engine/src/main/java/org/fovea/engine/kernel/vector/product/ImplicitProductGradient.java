package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.Scratch.FIRST;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.FilterGradient;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.lanes.PaddedCopy;
import org.fovea.engine.parallel.Workers;

/// The filters' gradient as a matrix product: dw\[(tap, ic), oc\] = Σ over y's pixels of x\[pixel, tap, ic\] ·
/// dy\[pixel, oc\].
///
/// The sum runs over blocks of pixels. For some pictures at a time, x is copied with its margin of zeros and dy into
/// panels of one block each; then every piece of work adds all their blocks to some rows of dw. Rows of dw belong to
/// one piece alone, so the order of the sums does not depend on threads. Where dw has too few rows for that (a first
/// layer's nine), blocks are shared out among splits of k (split-K), which have sums of their own
/// until the end.
public final class ImplicitProductGradient implements FilterGradient, Workers.Body {
    /// Pixels in a block, about: its panel of dy stays in the second-level cache while the rows of dw go over it.
    private static final int BLOCK_PIXELS = 384;
    /// Floats of x and dy that are prepared at a time.
    private static final int PREPARED = 2 << 20;
    private static final int PIECES = 16;
    /// With fewer pieces than this there are as many splits.
    private static final int FEW_PIECES = 4;
    /// Rows of dw in a piece: a multiple of every tile's rows.
    private static final int ROWS = 24;

    private final ConvolutionShape s;
    private final int oh;
    private final int ow;
    private final int ic;
    private final int oc;
    /// Whether x is copied channel by channel, and in a channel's row the columns of one remainder by the stride
    /// side by side: then k runs over neighbours whatever the channels and the stride. For channels that do not
    /// come in runs.
    private final boolean planar;
    private final boolean inPlace;
    private final int paddedH;
    private final int paddedW;
    /// A block is this many pictures by this many rows of y; one of the two is 1 or the other is everything.
    private final int blockPictures;
    private final int blockRows;
    /// Whether dy is a panel as it lies: all its channels in one panel of whole vectors.
    private final boolean dyInPlace;
    private final int preparedPictures;
    private final TiledProduct product;
    private final int pieceRows;
    /// Pieces of one split.
    private final int pieces;
    private final int splits;
    private final int xFloats;
    private final int dyFloats;

    // The call at hand.
    private boolean preparing;
    private float[] x = {};
    private float[] dy = {};
    /// dw, or its parts by splits.
    private float[] sums = {};
    private float[] xPrepared = {};
    private float[] dyPrepared = {};
    private int firstPicture;
    private int pictures;

    public ImplicitProductGradient(ConvolutionShape s) {
        this.s = s;
        oh = s.oh();
        ow = s.ow();
        ic = s.c() / s.groups();
        oc = s.oc() / s.groups();
        paddedH = (oh - 1) * s.strideH() + (s.kh() - 1) * s.dilationH() + 1;
        int reach = (ow - 1) * s.strideW() + (s.kw() - 1) * s.dilationW() + 1;
        planar = ic % TiledProduct.RUN != 0;
        paddedW = planar ? Math.ceilDiv(reach, s.strideW()) * s.strideW() : reach;
        inPlace = !planar && s.padTop() == 0 && s.padLeft() == 0 && paddedH <= s.h() && paddedW <= s.w();
        blockRows = blockRows();
        blockPictures = blockRows < oh ? 1 : blockPictures();
        product = product();
        dyInPlace = s.groups() == 1 && product.panels.count() == 1 && oc % Lanes.COUNT == 0;
        int perPicture = (inPlace ? 0 : paddedH * paddedW * s.c())
                + product.panels.size() * s.groups() * (oh / blockRows) / blockPictures;
        int blocks = Math.clamp(PREPARED / Math.max(1, perPicture * blockPictures), 1, s.n() / blockPictures);
        blocks = evenly(s.n() / blockPictures, blocks);
        preparedPictures = blocks * blockPictures;
        xFloats = inPlace ? 0 : preparedPictures * paddedH * paddedW * s.c();
        dyFloats = dyInPlace ? 0 : blocks * (oh / blockRows) * s.groups() * product.panels.size();
        int rows = product.aRows.length;
        int wanted = Math.max(1, PIECES / (product.panels.count() * s.groups()));
        pieceRows = Math.ceilDiv(Math.ceilDiv(rows, wanted), ROWS) * ROWS;
        pieces = Math.ceilDiv(rows, pieceRows) * product.panels.count() * s.groups();
        splits = pieces < FEW_PIECES ? FEW_PIECES : 1;
    }

    /// How many of `all` to take at a time, at most `atMost`, so that two cores have as many each time: 16 as 4
    /// times 4 rather than 5, 5, 5 and 1.
    private static int evenly(int all, int atMost) {
        if (atMost >= all || atMost < 2) {
            return atMost;
        }
        int times = Math.ceilDiv(all, atMost / 2 * 2);
        return Math.ceilDiv(Math.ceilDiv(all, times), 2) * 2;
    }

    @Override
    public String algorithm() {
        return "implicit matrix product";
    }

    /// The most rows that divide y's height and do not pass a block's pixels; all of them where that would leave
    /// too little.
    private int blockRows() {
        int most = 1;
        for (int rows = 1; rows <= oh; rows++) {
            if (oh % rows == 0 && rows * ow <= BLOCK_PIXELS) {
                most = rows;
            }
        }
        return most * ow < BLOCK_PIXELS / 4 && oh * ow < 4 * BLOCK_PIXELS ? oh : most;
    }

    private int blockPictures() {
        int most = 1;
        for (int pictures = 1; pictures <= s.n(); pictures++) {
            if (s.n() % pictures == 0 && pictures * oh * ow <= BLOCK_PIXELS) {
                most = pictures;
            }
        }
        return most;
    }

    /// Floats from one row to the next.
    private int line() {
        return planar ? paddedW : (inPlace ? s.w() : paddedW) * s.c();
    }

    /// Floats from one channel to the next.
    private int channel() {
        return planar ? paddedH * paddedW : 1;
    }

    /// Floats from the first column that a tap sees to the one it sees first of a window `right` columns on.
    private int right(int right) {
        int phases = s.strideW();
        return planar ? right % phases * (paddedW / phases) + right / phases : right * s.c();
    }

    private int picture() {
        return inPlace ? s.h() * s.w() * s.c() : paddedH * paddedW * s.c();
    }

    private TiledProduct product() {
        int[] rows = new int[s.kh() * s.kw() * ic];
        int[] targets = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int tap = i / ic;
            rows[i] = tap / s.kw() * s.dilationH() * line() + right(tap % s.kw() * s.dilationW()) + i % ic * channel();
            targets[i] = i * s.oc();
        }
        int[] segments = new int[blockPictures * blockRows];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = i / blockRows * picture() + i % blockRows * s.strideH() * line();
        }
        return new TiledProduct(rows, segments, ow, planar ? 1 : s.strideW() * s.c(), oc, targets);
    }

    @Override
    public void run(float[] x, float[] dy, float[] dw, Workers workers) {
        this.x = x;
        this.dy = dy;
        xPrepared = Scratch.floats(Scratch.Slot.SOURCE, xFloats);
        dyPrepared = Scratch.aligned(Scratch.Slot.TARGET, dyFloats);
        sums = splits == 1 ? dw : Scratch.zeros(Scratch.Slot.FILTER_GRADIENT, splits * filterFloats());
        for (firstPicture = 0; firstPicture < s.n(); firstPicture += preparedPictures) {
            pictures = Math.min(preparedPictures, s.n() - firstPicture);
            preparing = true;
            workers.run(pictures / blockPictures, this);
            preparing = false;
            workers.run(pieces * splits, this);
        }
        if (splits > 1) {
            for (int split = 0; split < splits; split++) {
                Elementwise.add(sums, split * filterFloats(), dw, 0, filterFloats());
            }
        }
    }

    private int filterFloats() {
        return product.aRows.length * s.oc();
    }

    @Override
    public void run(int piece) {
        if (preparing) {
            prepare(piece);
            return;
        }
        int panels = product.panels.count();
        int group = piece % s.groups();
        int panel = piece / s.groups() % panels;
        int from = piece % pieces / s.groups() / panels * pieceRows;
        addBlocks(piece / pieces, group, panel, from, Math.min(from + pieceRows, product.aRows.length));
    }

    /// x's margins and dy's panels for some pictures that share blocks.
    private void prepare(int piece) {
        int first = piece * blockPictures;
        for (int n = first; n < first + blockPictures && !inPlace; n++) {
            int from = (firstPicture + n) * s.h() * s.w() * s.c();
            int to = n * paddedH * paddedW * s.c();
            if (planar) {
                planes(from, to);
            } else {
                PaddedCopy.copy(
                        x, from, s.h(), s.w(), s.c(), -s.padTop(), paddedH, -s.padLeft(), paddedW, xPrepared, to);
            }
        }
        int pixels = blockPictures * blockRows * ow;
        int blocks = oh / blockRows;
        for (int block = 0; block < blocks && !dyInPlace; block++) {
            for (int group = 0; group < s.groups(); group++) {
                int at = ((firstPicture + first) * oh + block * blockRows) * ow * s.oc() + group * oc;
                int base = FIRST + ((piece * blocks + block) * s.groups() + group) * product.panels.size();
                for (int panel = 0; panel < product.panels.count(); panel++) {
                    product.panels.pack(dy, at, s.oc(), 1, 0, pixels, dyPrepared, base, panel);
                }
            }
        }
    }

    private void planes(int from, int to) {
        for (int k = 0; k < s.c(); k++) {
            for (int i = 0; i < paddedH; i++) {
                int row = i - s.padTop();
                int at = to + k * channel() + i * paddedW;
                for (int j = 0; j < paddedW; j++) {
                    int column = j - s.padLeft();
                    boolean inside = row >= 0 && row < s.h() && column >= 0 && column < s.w();
                    xPrepared[at + right(j)] = inside ? x[from + (row * s.w() + column) * s.c() + k] : 0;
                }
            }
        }
    }

    private void addBlocks(int split, int group, int panel, int from, int to) {
        int blocks = oh / blockRows;
        int all = pictures / blockPictures * blocks;
        int c = split * filterFloats() + group * oc;
        for (int i = all * split / splits; i < all * (split + 1) / splits; i++) {
            int picture = i / blocks * blockPictures;
            int at = (inPlace ? firstPicture + picture : picture) * picture()
                    + i % blocks * blockRows * s.strideH() * line()
                    + group * ic * channel();
            int b = FIRST + (i * s.groups() + group) * product.panels.size();
            if (dyInPlace) {
                b = ((firstPicture + picture) * oh + i % blocks * blockRows) * ow * oc;
            }
            float[] panels = dyInPlace ? dy : dyPrepared;
            product.multiply(inPlace ? x : xPrepared, at, from, to, panel, panels, b, sums, c, true);
        }
    }
}
