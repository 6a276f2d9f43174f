package org.fovea.facerec.cli;

import java.io.PrintStream;
import java.util.Locale;

/// Tells how many photographs are done: a line that is drawn anew on a terminal, a line every half minute in a log.
final class PhotoProgress {
    private static final long PAUSE = 30_000_000_000L;
    private static final long BLINK = 200_000_000L;

    private final PrintStream out;
    private final int all;
    private final boolean terminal = Boolean.getBoolean("fovea.terminal");
    private final long begun = System.nanoTime();
    private long told = begun;

    PhotoProgress(PrintStream out, int all) {
        this.out = out;
        this.all = all;
    }

    /// @param done how many photographs are done
    synchronized void done(int done) {
        long time = System.nanoTime();
        boolean last = done == all;
        if (!last && time - told < (terminal ? BLINK : PAUSE)) {
            return;
        }
        told = time;
        String line = String.format(
                Locale.ROOT, "%d of %d photographs, %.1f a second", done, all, done * 1e9 / Math.max(1, time - begun));
        out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
        if (terminal && last) {
            out.println();
        }
        out.flush();
    }
}
