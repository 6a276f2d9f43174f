package org.fovea.facerec.cli;

import java.io.PrintStream;

/// Tells how many embeddings there are: a line every half minute.
final class EmbeddingProgress {
    private static final long PAUSE = 30_000_000_000L;

    private final PrintStream out;
    private final int before;
    private long told = System.nanoTime();
    private int computed;

    /// @param before how many are there from an earlier run
    EmbeddingProgress(PrintStream out, int before) {
        this.out = out;
        this.before = before;
    }

    void add(int more) {
        computed += more;
        long time = System.nanoTime();
        if (time - told >= PAUSE) {
            told = time;
            out.println(computed + " embeddings" + (before == 0 ? "" : ", " + before + " from before"));
        }
    }
}
