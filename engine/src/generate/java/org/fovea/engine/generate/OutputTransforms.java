package org.fovea.engine.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The transforms of the products back to the output's tiles, for stride 1 and for stride 2, and the transposed one of
/// the output's gradient.
final class OutputTransforms {
    private static final Map<Integer, String> ROWS = new TreeMap<>(Map.of(0, "w", 1, "x", 2, "y", 3, "z"));

    private OutputTransforms() {}

    // --- the output ---

    static String plain() {
        Code code = head();
        code.doc("""
            The transform of the products back to the output's tiles: y = Aᵀ·m·A, 4×4 pixels.

            %s

            From the loads to the stores in registers, the epilogue included. A bias is added to component (1, 1) alone,
            which reaches every pixel once.
            """.formatted(Plane.shown("Aᵀ", Matrices.OUTPUT_MATRIX)));
        return methods(code, "OutputTransform", Matrices.OUTPUT, 36, new Components() {
            @Override
            public String index(int row, int column) {
                return Code.sum("i" + column, 6 * row, "stride");
            }

            @Override
            public void beforeColumn(Code code, int column) {
                code.add("int i%d = %s;".formatted(column, Code.sum("mAt + t * c + k", column, "stride")));
            }
        });
    }

    static String strided() {
        Code code = head();
        code.doc("""
            The transform of the 25 products of [StridedLayout] back to the output's tiles: y = Aᵀ·m·A, 4×4 pixels.

            %s

            The thirds stand here and not with the filters, where they would cost nothing either, because the odd phases'
            filters are then the same at every point. A bias is added to component (1, 1) alone, as in [OutputTransform].
            """.formatted(Plane.shown("Aᵀ", Matrices.STRIDED_OUTPUT_MATRIX)));
        return methods(code, "StridedOutputTransform", Matrices.STRIDED_OUTPUT, 25, new Components() {
            @Override
            public String index(int row, int column) {
                // As StridedLayout orders them: finite points, then (i, ∞), (∞, j) and (∞, ∞).
                int component = row < 4 ? (column < 4 ? 4 * row + column : 16 + row) : 20 + column;
                return Code.sum("i", component, "stride");
            }

            @Override
            public void beforeColumn(Code code, int column) {
                if (column == 0) {
                    code.add("int i = mAt + t * c + k;");
                }
            }
        });
    }

    /// Where the components of a tile lie.
    private interface Components {
        String index(int row, int column);

        /// What is to be computed before the loads of a column.
        void beforeColumn(Code code, int column);
    }

    private static Code head() {
        return Generate.begin(
                Generate.WINOGRAD,
                OutputTransforms.class,
                "static lanes.Lanes.SPECIES",
                "static winograd.Winograd.TILE",
                "jdk.incubator.vector.FloatVector",
                "jdk.incubator.vector.VectorOperators",
                "lanes.Lanes",
                "org.jspecify.annotations.Nullable");
    }

    private static String methods(Code code, String name, Formulas formulas, int count, Components components) {
        code.open("final class %s extends OutputTiles".formatted(name));
        code.doc("@param stride floats from one of the " + count + " components to the next");
        code.add("""
            %s(WinogradTiling tiling, int channels, int stride) {
                super(tiling, channels, stride);
            }

            """.formatted(name));
        code.doc("One vector of channels of all tiles: whole tiles to y, others to the margin.");
        method(code, "plain", formulas, components, List.of());
        code.add("\n").doc("""
            As [#plain], with the epilogue for tiles that go to y themselves. What is not there is read as zeros.

            Two methods, because the epilogue's loads and comparisons take a tile's vector from 190 cycles to 250, and
            training has none.
            """);
        method(
                code,
                "finished",
                formulas,
                components,
                List.of("float @Nullable [] bias", "float @Nullable [] plus", "boolean relu"));
        return code.close().toString();
    }

    private static void method(
            Code code, String name, Formulas formulas, Components components, List<String> epilogue) {
        List<String> parameters = new ArrayList<>(List.of("float[] m", "int mAt", "float[] y", "float[] margin"));
        parameters.addAll(epilogue);
        parameters.addAll(List.of("int from", "int tiles", "int k"));
        boolean finished = !epilogue.isEmpty();
        code.add("@Override").open("void " + name, parameters);
        formulas.declareConstants(code);
        if (finished) {
            code.add("FloatVector b = FloatVector.fromArray(SPECIES, bias == null ? Lanes.ZEROS : bias, bias == null ?"
                    + " 0 : k);");
        }
        code.open("for (int t = 0; t < tiles; t++)");
        code.add("""
            int to = at[from + t];
            boolean whole = to >= 0;
            float[] out = whole ? y : margin;
            int down = whole ? line : TILE * c;
            """);
        if (finished) {
            code.add("""
                float[] other = whole && plus != null ? plus : Lanes.ZEROS;
                int mask = whole && plus != null ? -1 : 0;
                FloatVector floor = FloatVector.broadcast(SPECIES, relu && whole ? 0 : Float.NEGATIVE_INFINITY);
                """);
        }
        Map<String, List<String>> rows = Plane.columns(code, formulas, formulas.allInputs(), ROWS, (row, column) -> {
            if (row == 0) {
                components.beforeColumn(code, column);
            }
            String bias = finished && row == 1 && column == 1 ? ".add(b)" : "";
            return Plane.load("m", components.index(row, column)) + bias;
        });
        ROWS.forEach((row, letter) -> row(code, formulas, row, letter, rows.get(letter), finished));
        code.close().close();
    }

    /// Four pixels, from the sums to the stores.
    private static void row(
            Code code, Formulas formulas, int row, String letter, List<String> inputs, boolean finished) {
        Plane.row(
                code,
                formulas,
                letter,
                inputs,
                formulas.all(),
                (column, value) -> code.add("%s%d = %s;".formatted(letter, column, value)));
        String at = letter + "At";
        code.add("int %s = %s;"
                .formatted(at, row == 0 ? "(whole ? to : t * MARGIN * c) + k" : Code.sum("wAt", row, "down")));
        if (finished) {
            eachPixel(
                    (pixel, offset) -> code.add(
                            "%s = %s.add(%s);".formatted(pixel, pixel, Plane.load("other", offset + " & mask"))),
                    letter);
            eachPixel(
                    (pixel, offset) -> code.add("%s = %s.blend(floor, %s.compare(VectorOperators.LT, floor));"
                            .formatted(pixel, pixel, pixel)),
                    letter);
        }
        eachPixel((pixel, offset) -> code.add("%s.intoArray(out, %s);".formatted(pixel, offset)), letter);
    }

    private interface OfPixel {
        void accept(String variable, String offset);
    }

    private static void eachPixel(OfPixel action, String letter) {
        for (int column = 0; column < 4; column++) {
            action.accept(letter + column, Code.sum(letter + "At", column, "c"));
        }
    }

    // --- the output's gradient ---

    static String gradient() {
        Code code = Generate.begin(
                Generate.WINOGRAD,
                OutputTransforms.class,
                "static lanes.Lanes.SPECIES",
                "static winograd.Winograd.TILE",
                "jdk.incubator.vector.FloatVector",
                "product.Panels");
        code.doc("""
            The transform of the tiles of dy, which is that of [OutputTransform] transposed: d = A·dy·Aᵀ, 36 components from
            4×4 pixels.
            """);
        code.open("final class GradientTransform extends GradientTiles");
        code.doc("@param panels how each component's matrix, a row a tile, lies in d");
        code.doc("@param stride floats from one component's panels to the next");
        code.add("""
            GradientTransform(WinogradTiling tiling, int channels, Panels panels, int stride) {
                super(tiling, channels, panels, stride);
            }

            """);
        code.add("@Override");
        code.open(
                "void vector",
                List.of(
                        "float[] dy, float[] margin, int from, int tiles, int k, float[] d, int to, int step, int stride"
                                .split(", ")));
        Formulas formulas = Matrices.GRADIENT;
        formulas.declareConstants(code);
        code.open("for (int t = 0; t < tiles; t++)");
        code.add("""
            int i = at[from + t];
            float[] g = i < 0 ? margin : dy;
            int down = i < 0 ? TILE * c : line;
            int i0 = (i < 0 ? t * MARGIN * c : i) + k;
            int i1 = i0 + down;
            int i2 = i1 + down;
            int i3 = i2 + down;
            """);
        Map<Integer, String> rows = new TreeMap<>(Map.of(0, "a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f"));
        Map<String, List<String>> found = Plane.columns(
                code,
                formulas,
                formulas.allInputs(),
                rows,
                (row, column) -> Plane.load("g", Code.sum("i" + row, column, "c")));
        rows.forEach((row, letter) -> {
            String at = letter + "At";
            code.add("int %s = %s;".formatted(at, row == 0 ? "to + t * step" : Code.sum("aAt", 6 * row, "stride")));
            Plane.row(
                    code,
                    formulas,
                    letter,
                    found.get(letter),
                    formulas.all(),
                    (column, value) ->
                            code.add("%s.intoArray(d, %s);".formatted(value, Code.sum(at, column, "stride"))));
        });
        return code.close().close().close().toString();
    }
}
