package org.fovea.engine.generate;

import java.util.List;
import java.util.stream.IntStream;

/// A row of a colour picture's windows of 3×3, as far as one row of the picture goes: nine values a window, whose
/// filters stay in registers along the row. One method for each number of windows that are taken side by side, which
/// share the values that both see, and for each way in which the picture lies.
///
/// A value is brought to all lanes once for all windows that see it: that takes as long as the multiplication.
final class ColourTaps {
    private static final List<String> WINDOWS = List.of("a", "c", "d", "e");
    private static final List<String> PLANES = List.of("p", "g", "b");
    private static final int CHANNELS = 3;
    private static final int TAPS = 3 * CHANNELS;

    private ColourTaps() {}

    static String vectors() {
        Code code = Generate.begin(
                Generate.PRODUCT,
                ColourTaps.class,
                "static lanes.Lanes.SPECIES",
                "jdk.incubator.vector.FloatVector",
                "jdk.incubator.vector.VectorOperators");
        code.doc("""
            The loops of [ColourTaps] over windows of a colour picture, a row of the picture and a vector of channels at a time:
            each sum begins at what `start` holds, and ends between two bounds.
            """);
        code.open("final class ColourTapsVectors").add("private ColourTapsVectors() {}");
        for (boolean planes : new boolean[] {false, true}) {
            row(code, planes);
            windows(code, "one", 1, 0, planes);
            windows(code, "four", 4, 1, planes);
            windows(code, "fourStrided", 4, 2, planes);
        }
        return code.close().toString();
    }

    private static void row(Code code, boolean planes) {
        code.add("\n");
        code.doc("Adds what a row of the picture gives to `columns` windows, `stride` pixels from one to the next"
                + (planes ? "; the picture lies in planes, `plane` floats from one to the next." : "."));
        String of = planes ? "OfPlanes" : "";
        String at = planes ? "x, at, plane, " : "x, at, ";
        String rest = "w, tap, oc, start, startAt, startStep, low, high, y, yAt);";
        code.open(
                "static void row" + of,
                List.of(parameters(planes, "int stride, int columns, ").split(", ")));
        code.open("if (stride == 1)").add("four" + of + "(" + at + "columns, " + rest);
        code.orElse().add("fourStrided" + of + "(" + at + "columns, " + rest).close();
        code.add("int done = columns & -4;");
        code.open("if (done < columns)");
        String step = planes ? "stride" : CHANNELS + " * stride";
        code.add("one" + of + "(" + at + step + ", done, columns, " + rest)
                .close()
                .close();
    }

    private static String parameters(boolean planes, String windows) {
        return "float[] x, int at, " + (planes ? "int plane, " : "") + windows
                + "float[] w, int tap, int oc, float[] start, int startAt, int startStep, "
                + "float low, float high, float[] y, int yAt";
    }

    /// @param windows side by side
    /// @param stride pixels from one of them to the next
    /// @param planes whether a channel's values lie side by side, instead of a pixel's
    private static void windows(Code code, String name, int windows, int stride, boolean planes) {
        boolean single = windows == 1;
        String parameters = parameters(planes, single ? "int step, int from, int to, " : "int to, ");
        code.add("\n");
        code.doc(
                single
                        ? "Windows `from` to `to`, `step` floats from one to the next."
                        : "As many fours of windows as there are, " + (stride == 1 ? "a pixel" : "two pixels")
                                + " from one to the next.");
        code.open("private static void " + name + (planes ? "OfPlanes" : ""), List.of(parameters.split(", ")));
        for (int i = 0; i < TAPS; i++) {
            code.add("FloatVector w%d = FloatVector.fromArray(SPECIES, w, %s);".formatted(i, Code.sum("tap", i, "oc")));
        }
        code.add("FloatVector v;");
        code.open(single ? "for (int j = from; j < to; j++)" : "for (int j = 0; j + 3 < to; j += 4)");
        int pixel = planes ? 1 : CHANNELS;
        code.add("int p = at + j * %s;"
                .formatted(single ? "step" : pixel * stride)
                .replace(" * 1;", ";"));
        if (planes) {
            code.add("int g = p + plane;\nint b = g + plane;");
        }
        code.add("int s = startAt + j * startStep;");
        IntStream.range(0, windows)
                .forEach(i -> code.add("FloatVector %s = FloatVector.fromArray(SPECIES, start, %s);"
                        .formatted(WINDOWS.get(i), Code.sum("s", i, "startStep"))));
        for (int value = 0; value < (windows - 1) * stride * CHANNELS + TAPS; value++) {
            String first = planes ? PLANES.get(value % CHANNELS) : "p";
            int further = planes ? value / CHANNELS : value;
            code.add("v = FloatVector.broadcast(SPECIES, x[%s]);"
                    .formatted(further == 0 ? first : first + " + " + further));
            for (int i = 0; i < windows; i++) {
                int tap = value - i * stride * CHANNELS;
                if (tap >= 0 && tap < TAPS) {
                    String sum = WINDOWS.get(i);
                    code.add("%s = v.fma(w%d, %s);".formatted(sum, tap, sum));
                }
            }
        }
        code.add("int q = yAt + j * oc;");
        for (int i = 0; i < windows; i++) {
            String sum = WINDOWS.get(i);
            code.add("%s = %s.blend(low, %s.compare(VectorOperators.LT, low));".formatted(sum, sum, sum));
            code.add("%s.blend(high, %s.compare(VectorOperators.GT, high)).intoArray(y, %s);"
                    .formatted(sum, sum, Code.sum("q", i, "oc")));
        }
        code.close().close();
    }
}
