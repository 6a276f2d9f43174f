package org.fovea.engine.generate;

import java.util.List;
import java.util.stream.IntStream;

/// A row of depthwise windows of 3×3: one method for each number of windows that are taken side by side, which share
/// the columns that both see.
///
/// A row of 40 pixels with 64 channels takes 6.9 ns a vector one window at a time, 3.5 in pairs and 3.0 in fours; with
/// every other column 6.9, and 5.0 in pairs (Zen 5). Threes of those, and three sums a window that are added at the
/// end, brought nothing.
final class WindowRows {
    private static final List<String> ROWS = List.of("top", "middle", "bottom");
    private static final List<String> WINDOWS = List.of("a", "b", "d", "e");
    private static final int TAPS = 3;

    private WindowRows() {}

    static String vectors() {
        Code code = Generate.begin(
                Generate.DEPTHWISE,
                WindowRows.class,
                "static lanes.Lanes.SPECIES",
                "jdk.incubator.vector.FloatVector",
                "jdk.incubator.vector.VectorOperators");
        code.doc("""
            The loops of [ThreeByThree#row] over one vector of channels, the one from `k` on, its nine taps in registers along
            the row.
            """);
        code.open("final class ThreeByThreeVectors").add("private ThreeByThreeVectors() {}\n\n");
        code.doc("One window at a time, `step` floats from one to the next.");
        row(code, "one", 1, 1);
        code.add("\n")
                .doc("Four windows at a time, a pixel from one to the next; of `pixels` there are at least four.");
        row(code, "four", 4, 1);
        code.add("\n")
                .doc("Two windows at a time, two pixels from one to the next; of `pixels` there are at least two.");
        row(code, "twoStrided", 2, 2);
        return code.close().toString();
    }

    /// @param windows side by side; where they do not fill the row, the last ones are computed twice
    /// @param stride pixels from one of them to the next
    private static void row(Code code, String name, int windows, int stride) {
        boolean single = windows == 1;
        String parameters = "float[] top, int topAt, float[] middle, int middleAt, float[] bottom, int bottomAt, "
                + (single ? "int step, " : "")
                + "float[] w, int c, int k, ThreeByThree.Ending ending, float[] y, int at, int pixels";
        code.open("static void " + name, List.of(parameters.split(", ")));
        code.add("float low = ending.low();\nfloat high = ending.high();");
        code.add("FloatVector bias = FloatVector.fromArray(SPECIES, ending.bias(), ending.at(k));");
        for (int i = 0; i < TAPS * TAPS; i++) {
            code.add("FloatVector w%d = FloatVector.fromArray(SPECIES, w, %s);".formatted(i, tap(i)));
        }
        code.open("for (int j = 0; j < pixels; j += %d)".formatted(windows).replace("j += 1", "j++"));
        code.add(single ? "int q = j;" : "int q = Math.min(j, pixels - %d);".formatted(windows));
        code.add("int p = q * %s;".formatted(single ? "step" : stride == 1 ? "c" : stride + " * c"));
        IntStream.range(0, windows)
                .forEach(i -> code.add("FloatVector %s = FloatVector.zero(SPECIES);".formatted(WINDOWS.get(i))));
        code.add("FloatVector v;");
        for (int row = 0; row < TAPS; row++) {
            for (int column = 0; column < (windows - 1) * stride + TAPS; column++) {
                String at = Code.sum(ROWS.get(row) + "At + p", column, "c");
                code.add("v = FloatVector.fromArray(SPECIES, %s, %s);".formatted(ROWS.get(row), at));
                for (int i = 0; i < windows; i++) {
                    int tap = column - i * stride;
                    if (tap >= 0 && tap < TAPS) {
                        String sum = WINDOWS.get(i);
                        code.add("%s = v.fma(w%d, %s);".formatted(sum, TAPS * row + tap, sum));
                    }
                }
            }
        }
        for (int i = 0; i < windows; i++) {
            String sum = WINDOWS.get(i);
            code.add("%s = %s.add(bias);".formatted(sum, sum));
            code.add("%s = %s.blend(low, %s.compare(VectorOperators.LT, low));".formatted(sum, sum, sum));
            code.add("%s.blend(high, %s.compare(VectorOperators.GT, high)).intoArray(y, %s);"
                    .formatted(sum, sum, Code.sum("at + q * c", i, "c")));
        }
        code.close().close();
    }

    private static String tap(int i) {
        return switch (i) {
            case 0 -> "k";
            case 1 -> "c + k";
            default -> i + " * c + k";
        };
    }
}
