package org.fovea.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleProgressTest {
    private static final EpochFigures.Measured TRAINING = new EpochFigures.Measured(0.123456, 0.9751);

    /// What is printed while a training of so many epochs, four steps each, goes to its end.
    private static String printed(int epochs, Function<PrintStream, ConsoleProgress> maker) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleProgress progress = maker.apply(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        progress.begin(0, 4L * epochs);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (int step = 1; step <= 4; step++) {
                progress.step(new StepFigures((epoch - 1) * 4L + step, 4L * epochs, epoch, 1, 0.1, 8));
            }
            progress.epoch(epoch(epoch, epochs, null));
        }
        progress.end(new Outcome(4L * epochs, epoch(epochs, epochs, null), epochs));
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static EpochFigures epoch(int epoch, int epochs, EpochFigures.@Nullable Measured validation) {
        return new EpochFigures(epoch, epochs, TRAINING, validation, 1234.4);
    }

    @Test
    void aLineSaysWhatAnEpochCameTo() {
        assertEquals(
                "epoch 3/10  loss 0.1235  accuracy 97.5 %  1234 examples/s",
                ConsoleProgress.describe(epoch(3, 10, null)));
        assertEquals(
                "epoch 3/10  loss 0.1235  accuracy 97.5 %  validation loss 2.0000  accuracy 50.0 %  1234 examples/s",
                ConsoleProgress.describe(epoch(3, 10, new EpochFigures.Measured(2, 0.5))));
        assertEquals(
                "epoch 1/1  loss 0.5000  validation loss 0.2500  10 examples/s",
                ConsoleProgress.describe(new EpochFigures(
                        1,
                        1,
                        new EpochFigures.Measured(0.5, Double.NaN),
                        new EpochFigures.Measured(0.25, Double.NaN),
                        10)),
                "no accuracy where the loss does not classify");
    }

    @Test
    void numbersAreTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertTrue(ConsoleProgress.describe(epoch(1, 2, null)).contains("0.1235  accuracy 97.5 %"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "20, 20", "21, 11", "40, 20", "100, 20", "1000, 20", "45, 15"})
    void aLogHasAtMostAboutTwentyLinesAndTheLast(int epochs, int lines) {
        List<String> log = printed(epochs, ConsoleProgress::lines).lines().toList();
        assertEquals(lines, log.size(), log.toString());
        assertTrue(log.getLast().startsWith("epoch " + epochs + "/" + epochs + "  "), log.getLast());
    }

    @Test
    void aLogHasNothingButPlainLines() {
        String log = printed(50, ConsoleProgress::lines);
        assertTrue(log.endsWith("\n"));
        assertFalse(log.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)), log);
    }

    @Test
    void withoutATerminalItIsALog() {
        Console console = System.console();
        assumeFalse(console != null && console.isTerminal(), "these tests run on a terminal");
        assertEquals(printed(30, ConsoleProgress::lines), printed(30, ConsoleProgress::create));
    }

    @Test
    void aBarIsDrawnOverItselfAndFills() {
        String text = printed(3, ConsoleProgress::bar);
        assertTrue(text.endsWith("\n"));
        assertEquals(1, text.chars().filter(c -> c == '\n').count(), "one line stays");
        String[] drawn = text.stripTrailing().substring(1).split("\r");
        int filled = 0;
        for (String line : drawn) {
            assertEquals(25, line.indexOf(']'), line);
            int now = (int) line.chars().filter(c -> c == '=').count();
            assertTrue(now >= filled, "a bar only grows");
            filled = now;
        }
        assertEquals(24, filled, "at the end it is full");
        assertTrue(drawn[drawn.length - 1].contains("epoch 3/3  loss 0.1235"), drawn[drawn.length - 1]);
        assertFalse(text.contains("\u001b"), "no colour");
    }

    @Test
    void aShorterLinePaintsOverALongerOne() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleProgress bar = ConsoleProgress.bar(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        bar.step(new StepFigures(1, 2, 1, 1, 0.1, 8));
        bar.epoch(epoch(1, 2, new EpochFigures.Measured(2, 0.5)));
        bar.epoch(epoch(2, 2, null));
        String[] drawn = bytes.toString(StandardCharsets.UTF_8).split("\r");
        assertEquals(drawn[drawn.length - 2].length(), drawn[drawn.length - 1].length());
    }
}
