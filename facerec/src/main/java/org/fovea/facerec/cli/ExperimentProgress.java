package org.fovea.facerec.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.fovea.facerec.task.Progress;
import org.fovea.facerec.task.Task;

/// Tells how far an experiment is: a line that is drawn anew on a terminal, a line every half minute in a log.
final class ExperimentProgress implements Progress {
    private static final long PAUSE = 30_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final int splits;
    private final long begun = System.nanoTime();
    private long told = begun;
    private int known;
    private int waiting;
    private int trained;
    private int scored;

    /// @param splits how many there are to be
    ExperimentProgress(PrintStream out, int splits) {
        this.out = out;
        this.splits = splits;
        terminal = Boolean.getBoolean("fovea.terminal");
    }

    @Override
    public synchronized void known() {
        known++;
    }

    @Override
    public synchronized void submitted() {
        waiting++;
    }

    @Override
    public synchronized void done(Task task, long nanos) {
        waiting--;
        trained++;
        tell(false);
    }

    /// A split has been scored under every strategy.
    synchronized void scored(int split) {
        scored++;
        tell(true);
    }

    private void tell(boolean now) {
        long time = System.nanoTime();
        if (!terminal && !now && time - told < PAUSE) {
            return;
        }
        told = time;
        String line = String.format(
                Locale.ROOT,
                "%d of %d splits; %d networks trained%s, %d waiting; %s%s",
                scored,
                splits,
                trained,
                known == 0 ? "" : ", " + known + " from before",
                waiting,
                clock(time - begun),
                left(time - begun));
        out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
        if (terminal && scored == splits) {
            out.println();
        }
        out.flush();
    }

    /// How long the rest takes if its networks take as long as those trained so far.
    private String left(long elapsed) {
        if (scored == 0 || trained == 0) {
            return "";
        }
        double all = (double) (known + trained) / scored * splits;
        double rest = Math.max(waiting, all - known - trained);
        return scored == splits ? "" : ", about " + clock((long) (elapsed / (double) trained * rest)) + " left";
    }

    private static String clock(long nanos) {
        long seconds = nanos / 1_000_000_000;
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
