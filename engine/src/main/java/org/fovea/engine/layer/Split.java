package org.fovea.engine.layer;

import org.fovea.engine.parallel.Workers;

/// Work over numbered items, split into pieces that the threads of a [Place] compute side by side. It is made once,
/// when a layer is bound; running it allocates nothing.
///
/// The pieces depend on the number of items and the grain alone. A sum over all items is taken piece by piece into one
/// slot each ([#piece], [#pieces]) and merged in the pieces' order when [#run] has returned, so that its bits do not
/// depend on threads.
public final class Split {
    /// A part of the work: items `from` (inclusive) to `to` (exclusive). Parts run at the same time and in any
    /// order, so they share nothing that they write.
    @FunctionalInterface
    public interface Range {
        void run(int from, int to);
    }

    /// Values that make a piece worth handing out, where each takes a few operations.
    public static final int VALUES = 16_384;

    /// At most so many pieces, enough to keep any machine's cores evenly busy.
    private static final int MAX_PIECES = 64;

    private final Workers workers;
    private final int items;
    private final int perPiece;
    private final Range range;
    private final Workers.Body body = this::compute;

    Split(Workers workers, int items, int grain, Range range) {
        this.workers = workers;
        this.items = items;
        this.range = range;
        int most = Math.clamp(items / Math.max(grain, 1), 1, MAX_PIECES);
        perPiece = Math.ceilDiv(items, most);
    }

    /// Rows of c values that make a piece worth handing out.
    public static int rowGrain(int c) {
        return Math.max(1, VALUES / c);
    }

    /// How many pieces there are.
    public int pieces() {
        return Math.ceilDiv(items, perPiece);
    }

    /// Items in every piece but the last.
    public int perPiece() {
        return perPiece;
    }

    /// The number of the piece that begins at item `from`.
    public int piece(int from) {
        return from / perPiece;
    }

    /// Computes all items and returns when they are done.
    public void run() {
        workers.run(pieces(), body);
    }

    private void compute(int piece) {
        int from = piece * perPiece;
        range.run(from, Math.min(items, from + perPiece));
    }
}
