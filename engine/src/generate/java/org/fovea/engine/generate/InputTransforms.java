package org.fovea.engine.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The transforms of the input's tiles, for stride 1 and for stride 2.
final class InputTransforms {
    private static final List<String> PARAMETERS =
            List.of("float[] x", "float[] margin", "int from", "int tiles", "int k");

    private InputTransforms() {}

    // --- stride 1 ---

    static String plain() {
        Code code = Generate.begin(
                Generate.WINOGRAD,
                InputTransforms.class,
                "static lanes.Lanes.COUNT",
                "static lanes.Lanes.SPECIES",
                "static winograd.Winograd.SPAN",
                "jdk.incubator.vector.FloatVector");
        code.doc("""
            The transform of the input's tiles: v = Bᵀ·d·B, from 6×6 pixels d that overlap by two.

            %s

            One vector of channels at a time, all tiles of a block: the loop runs over tiles, because a loop over the few
            vectors of 32 channels costs more to enter than its turns. The 36 values of a tile do not fit into 32
            registers; rows are made in the pairs that share their sums, each pair from the loads to the stores in
            registers.
            """.formatted(Plane.shown("Bᵀ", Matrices.INPUT_MATRIX)));
        code.open("final class InputTransform extends InputTiles");
        code.add("""
            private static final int MARGIN = SPAN * SPAN;

            private final int stride;

            """);
        code.doc("@param stride floats from one of the 36 components to the next");
        code.add("""
            InputTransform(WinogradTiling tiling, int h, int w, int channels, int padTop, int padLeft, int stride) {
                super(tiling, 1, SPAN, h, w, channels, padTop, padLeft);
                this.stride = stride;
            }

            """);
        code.doc("Component i of tile `from + t`, channel k, goes to v\\[to + i·stride + t·c + k\\].");
        code.add("""
            void transform(float[] x, int from, int tiles, float[] v, int to) {
                float[] margin = margin(x, from, tiles);
                for (int k = 0; k < c; k += COUNT) {
                    end(x, margin, from, tiles, k, 0, v, to);
                    ones(x, margin, from, tiles, k, v, to);
                    twos(x, margin, from, tiles, k, v, to);
                    end(x, margin, from, tiles, k, 1, v, to + 5 * SPAN * stride);
                }
            }

            """);
        code.doc("Row 0 of Bᵀ·d·B, from the tile's first row on, or row 5, from its second: the points 0 and ∞.");
        rows(code, "end", true, Map.of(0, "p"));
        code.add("\n").doc("Rows 1 and 2: the points 1 and −1.");
        rows(code, "ones", false, new TreeMap<>(Map.of(1, "p", 2, "q")));
        code.add("\n").doc("Rows 3 and 4: the points 2 and −2.");
        rows(code, "twos", false, new TreeMap<>(Map.of(3, "p", 4, "q")));
        return code.close().toString();
    }

    /// A method for some rows of the result.
    private static void rows(Code code, String name, boolean end, Map<Integer, String> rows) {
        code.open("private void " + name, parameters(end ? "int first, float[] v, int to" : "float[] v, int to"));
        Formulas formulas = Matrices.INPUT;
        formulas.declareConstants(code);
        tiles(code);
        if (end) {
            code.add("""
                int i0 = (i < 0 ? t * MARGIN * c : i) + first * down + k;
                int i2 = i0 + 2 * down;
                int i4 = i2 + 2 * down;
                """);
        } else {
            code.add("""
                int i1 = (i < 0 ? t * MARGIN * c : i) + down + k;
                int i2 = i1 + down;
                int i3 = i2 + down;
                int i4 = i3 + down;
                """);
        }
        Map<String, List<String>> found = Plane.columns(
                code,
                formulas,
                formulas.allInputs(),
                rows,
                (row, column) -> Plane.load("d", Code.sum("i" + row, column, "c")));
        rows.forEach((row, letter) -> {
            String to = end ? "to" : "to + " + 6 * row + " * stride";
            code.add("int %sAt = %s + t * c + k;".formatted(letter, to));
            Plane.row(
                    code,
                    formulas,
                    letter,
                    found.get(letter),
                    formulas.all(),
                    (column, value) -> code.add(
                            "%s.intoArray(v, %s);".formatted(value, Code.sum(letter + "At", column, "stride"))));
        });
        code.close().close();
    }

    private static List<String> parameters(String more) {
        return Stream.concat(PARAMETERS.stream(), Stream.of(more.split(", "))).toList();
    }

    /// Begins the loop over tiles, each read in place or from the margin.
    private static void tiles(Code code) {
        code.open("for (int t = 0; t < tiles; t++)");
        code.add("""
            int i = at[from + t];
            float[] d = i < 0 ? margin : x;
            int down = i < 0 ? SPAN * c : line;
            """);
    }

    // --- stride 2 ---

    static String strided() {
        Code code = Generate.begin(
                Generate.WINOGRAD,
                InputTransforms.class,
                "static lanes.Lanes.COUNT",
                "static lanes.Lanes.SPECIES",
                "static winograd.StridedLayout.SPAN",
                "jdk.incubator.vector.FloatVector");
        code.doc("""
            The transform of the input's tiles for [StridedLayout]: from 9×9 pixels, which overlap by one, to 81 values.

            Pixels of even and of odd rows and columns are transformed apart, either way down and across: four values d of
            a phase to the points 0, 1, −1 and 2, and the last four of the five even ones to ∞.

            %s

            As in [InputTransform] the loops run over tiles, from the loads to the stores in registers: 5 columns at four
            points are 20 vectors.
            """.formatted(Plane.shown("Bᵀ", Matrices.STRIDED_INPUT_MATRIX)));
        code.open("final class StridedInputTransform extends InputTiles");
        code.add("""
            private static final int MARGIN = SPAN * SPAN;

            private final StridedLayout layout;
            """);
        code.doc("Floats from one component of four phases, or of two, to the next.");
        code.add("""
            private final int four;
            private final int pair;

            StridedInputTransform(
                    WinogradTiling tiling, int h, int w, int channels, int padTop, int padLeft, StridedLayout layout) {
                super(tiling, 2, SPAN, h, w, channels, padTop, padLeft);
                this.layout = layout;
                four = layout.at(1) - layout.at(0);
                pair = layout.at(17) - layout.at(16);
            }

            """);
        code.doc("Tile `from + t` goes to row `row + t` of each component of v.");
        code.add("""
            void transform(float[] x, int from, int tiles, float[] v, int row) {
                float[] margin = margin(x, from, tiles);
                for (int k = 0; k < c; k += COUNT) {
                    for (int phase = 0; phase < 2; phase++) {
                        evenColumns(x, margin, from, tiles, k, phase, v, row);
                        oddColumns(x, margin, from, tiles, k, phase, v, row);
                    }
                    lastRow(x, margin, from, tiles, k, v, row);
                }
            }

            """);
        code.doc("Even columns of one phase of rows, at the four finite points of the rows.");
        finiteRows(code, "evenColumns", true);
        code.add("\n").doc("Odd columns, likewise.");
        finiteRows(code, "oddColumns", false);
        code.add("\n").doc("The point ∞ of the rows, to which only the even phase comes.");
        lastRow(code);
        return code.close().toString();
    }

    private static void finiteRows(Code code, String name, boolean even) {
        Formulas formulas = Matrices.STRIDED_INPUT;
        code.open("private void " + name, parameters("int phase, float[] v, int row"));
        formulas.declareConstants(code);
        code.add("int to = layout.at(0) + row * 4 * c + %s + k;"
                .formatted(even ? "2 * phase * c" : "(2 * phase + 1) * c"));
        if (even) {
            code.add("int edge = layout.at(16) + row * 2 * c + phase * c + k;");
        }
        stridedTiles(code, even ? "phase * down" : "phase * down + c");
        Map<Integer, String> rows = new TreeMap<>(Map.of(0, "e", 1, "f", 2, "g", 3, "p"));
        List<Integer> pixels = even ? List.of(0, 1, 2, 3, 4) : List.of(0, 1, 2, 3);
        Map<String, List<String>> found = Plane.columns(
                code, formulas, pixels, rows, (row, column) -> Plane.load("d", Code.sum("i" + row, 2 * column, "c")));
        code.add("int o = to + t * 4 * c;");
        if (even) {
            code.add("int z = edge + t * 2 * c;");
        }
        rows.forEach((row, letter) -> {
            Set<Integer> columns = even ? formulas.all() : Set.of(0, 1, 2, 3);
            Plane.row(code, formulas, letter, found.get(letter), columns, (column, value) -> {
                String at = column < 4 ? Code.sum("o", 4 * row + column, "four") : Code.sum("z", row, "pair");
                code.add("%s.intoArray(v, %s);".formatted(value, at));
            });
        });
        code.close().close();
    }

    private static void lastRow(Code code) {
        Formulas formulas = Matrices.STRIDED_INPUT;
        code.open("private void lastRow", parameters("float[] v, int row"));
        formulas.declareConstants(code);
        code.add("""
            int to = layout.at(20) + row * 2 * c + k;
            int corner = layout.at(24) + row * c + k;
            """);
        stridedTiles(code, "2 * down");
        // i0 is the row after the first: the one of ∞ reads those from the second on.
        Map<String, List<String>> found = new HashMap<>();
        Plane.Load load = (row, column) -> Plane.load("d", Code.sum("i" + (row - 1), column, "c"));
        found.putAll(Plane.columns(code, formulas, List.of(0, 2, 4, 6, 8), Map.of(4, "e"), load));
        found.putAll(Plane.columns(code, formulas, List.of(1, 3, 5, 7), Map.of(4, "f"), load));
        code.add("int o = to + t * 2 * c;");
        Plane.row(code, formulas, "e", found.get("e"), formulas.all(), (column, value) -> {
            String at = column < 4 ? Code.sum("o", column, "pair") : "corner + t * c";
            code.add("%s.intoArray(v, %s);".formatted(value, at));
        });
        code.add("int z = o + c;");
        Plane.row(
                code,
                formulas,
                "f",
                found.get("f"),
                Set.of(0, 1, 2, 3),
                (column, value) -> code.add("%s.intoArray(v, %s);".formatted(value, Code.sum("z", column, "pair"))));
        code.close().close();
    }

    /// Begins the loop over tiles with the indices of four rows of one phase.
    private static void stridedTiles(Code code, String first) {
        tiles(code);
        code.add("""
            int i0 = (i < 0 ? t * MARGIN * c : i) + %s + k;
            int i1 = i0 + 2 * down;
            int i2 = i1 + 2 * down;
            int i3 = i2 + 2 * down;
            """.formatted(first));
    }
}
