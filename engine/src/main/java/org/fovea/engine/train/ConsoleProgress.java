package org.fovea.engine.train;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/// Shows how a training goes: on a terminal a bar that fills, elsewhere (a log, a pipe) a plain line every few epochs.
public abstract class ConsoleProgress implements TrainingListener {
    private static final int BAR = 24;
    private static final int LINES = 20;

    final PrintStream out;

    private ConsoleProgress(PrintStream out) {
        this.out = out;
    }

    /// A bar if `out` is seen on a terminal, else lines. Java knows only whether the process has a terminal; a
    /// launcher that knows where its standard error goes says so with `-Dfovea.terminal=true|false`.
    public static ConsoleProgress create(PrintStream out) {
        String told = System.getProperty("fovea.terminal");
        Console console = System.console();
        boolean terminal = told != null ? Boolean.parseBoolean(told) : console != null && console.isTerminal();
        return terminal ? bar(out) : lines(out);
    }

    /// A bar that is drawn over itself, and one line at the end. Plain characters without colour.
    public static ConsoleProgress bar(PrintStream out) {
        return new Bar(out);
    }

    /// At most about twenty lines in all.
    public static ConsoleProgress lines(PrintStream out) {
        return new Lines(out);
    }

    static String describe(EpochFigures f) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %.4f",
                f.epoch(),
                f.epochs(),
                f.training().loss()));
        append(text, "accuracy", f.training().accuracy());
        EpochFigures.Measured validation = f.validation();
        if (validation != null) {
            text.append(String.format(Locale.ROOT, "  validation loss %.4f", validation.loss()));
            append(text, "accuracy", validation.accuracy());
        }
        return text.append(String.format(Locale.ROOT, "  %.0f examples/s", f.examplesPerSecond()))
                .toString();
    }

    private static void append(StringBuilder text, String what, double share) {
        if (!Double.isNaN(share)) {
            text.append(String.format(Locale.ROOT, "  %s %.1f %%", what, 100 * share));
        }
    }

    private static final class Lines extends ConsoleProgress {
        Lines(PrintStream out) {
            super(out);
        }

        @Override
        public void epoch(EpochFigures f) {
            int every = Math.ceilDiv(f.epochs(), LINES);
            if (f.epoch() % every == 0 || f.epoch() == f.epochs()) {
                out.println(describe(f));
            }
        }
    }

    private static final class Bar extends ConsoleProgress {
        private String figures = "";
        private int shown;
        private int filled = -1;

        Bar(PrintStream out) {
            super(out);
        }

        @Override
        public void step(StepFigures f) {
            int now = (int) (BAR * f.step() / f.steps());
            if (now != filled) {
                filled = now;
                draw();
            }
        }

        @Override
        public void epoch(EpochFigures f) {
            figures = describe(f);
            draw();
        }

        private void draw() {
            String line = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + figures;
            out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            out.flush();
            shown = line.length();
        }

        @Override
        public void end(Outcome outcome) {
            out.println();
        }
    }
}
