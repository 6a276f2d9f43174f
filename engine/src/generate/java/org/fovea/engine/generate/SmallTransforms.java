package org.fovea.engine.generate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The transforms of F(2×2, 3×3), all unrolled.
final class SmallTransforms {
    private static final Map<Integer, String> FOUR_ROWS = new TreeMap<>(Map.of(0, "p", 1, "q", 2, "r", 3, "s"));
    private static final Map<Integer, String> TWO_ROWS = new TreeMap<>(Map.of(0, "p", 1, "q"));

    private SmallTransforms() {}

    static String vectors() {
        Code code = Generate.begin(
                Generate.WINOGRAD,
                SmallTransforms.class,
                "static lanes.Lanes.COUNT",
                "static lanes.Lanes.SPECIES",
                "jdk.incubator.vector.FloatVector");
        code.doc("""
            The transforms of [F2x2], one vector of channels at a time.

            %s

            %s

            %s
            """.formatted(
                        Plane.shown("Bᵀ", Matrices.SMALL_INPUT_MATRIX),
                        Plane.shown("G", Matrices.SMALL_FILTER_MATRIX),
                        Plane.shown("Aᵀ", Matrices.SMALL_OUTPUT_MATRIX)));
        code.open("final class F2x2Vectors").add("private F2x2Vectors() {}");
        filter(code);
        input(code);
        output(code);
        return code.close().toString();
    }

    private static void filter(Code code) {
        code.add("\n").doc("""
            u = G·w·Gᵀ for columns `at` to `end`: tap i is w\\[at + i·plane\\], component i goes to u\\[to + i·stride\\].
            """);
        code.open(
                "static void filters",
                parameters("float[] w, int at, int end, int plane, float[] u, int to, int stride"));
        code.open("for (; at < end; at += COUNT, to += COUNT)");
        Formulas formulas = Matrices.SMALL_FILTER;
        Map<String, List<String>> rows = Plane.columns(
                code,
                formulas,
                List.of(0, 1, 2),
                FOUR_ROWS,
                (row, column) -> Plane.load("w", Code.sum("at", 3 * row + column, "plane")));
        store(code, formulas, FOUR_ROWS, rows, "u", "to");
    }

    private static void input(Code code) {
        code.add("\n").doc("""
            v = Bᵀ·d·B for a row of tiles, whose pixels d stand in four rows, `line` floats apart, from d\\[k\\] on; component i
            of tile t goes to v\\[to + t·c + i·stride\\].
            """);
        code.open(
                "static void inputs",
                parameters("float[] d, int line, int k, int c, int tiles, float[] v, int to, int stride"));
        code.open("for (int t = 0; t < tiles; t++, to += c)");
        code.add("""
            int i0 = t * 2 * c + k;
            int i1 = i0 + line;
            int i2 = i1 + line;
            int i3 = i2 + line;
            """);
        Formulas formulas = Matrices.SMALL_INPUT;
        Map<String, List<String>> rows = Plane.columns(
                code,
                formulas,
                List.of(0, 1, 2, 3),
                FOUR_ROWS,
                (row, column) -> Plane.load("d", Code.sum("i" + row, column, "c")));
        store(code, formulas, FOUR_ROWS, rows, "v", "to");
    }

    private static void output(Code code) {
        code.add("\n").doc("""
            y = Aᵀ·m·A for a row of tiles: component i of tile t is m\\[at + t·c + i·stride\\], and its pixels stand in two rows,
            `line` floats apart, from y\\[to + t·2·c\\] on.
            """);
        code.open(
                "static void outputs",
                parameters("float[] m, int at, int stride, int c, int tiles, float[] y, int line, int to"));
        code.open("for (int t = 0; t < tiles; t++, at += c, to += 2 * c)");
        Formulas formulas = Matrices.SMALL_OUTPUT;
        Map<String, List<String>> rows = Plane.columns(
                code,
                formulas,
                List.of(0, 1, 2, 3),
                TWO_ROWS,
                (row, column) -> Plane.load("m", Code.sum("at", 4 * row + column, "stride")));
        TWO_ROWS.forEach((row, letter) -> Plane.row(
                code,
                formulas,
                letter,
                rows.get(letter),
                formulas.all(),
                (column, value) -> code.add(
                        "%s.intoArray(y, %s);".formatted(value, Code.sum(Code.sum("to", row, "line"), column, "c")))));
        code.close().close();
    }

    /// Stores four rows of components, and ends the loop and the method.
    private static void store(
            Code code,
            Formulas formulas,
            Map<Integer, String> letters,
            Map<String, List<String>> rows,
            String array,
            String at) {
        letters.forEach((row, letter) -> Plane.row(
                code,
                formulas,
                letter,
                rows.get(letter),
                formulas.all(),
                (column, value) -> code.add(
                        "%s.intoArray(%s, %s);".formatted(value, array, Code.sum(at, 4 * row + column, "stride")))));
        code.close().close();
    }

    private static List<String> parameters(String all) {
        return List.of(all.split(", "));
    }
}
