package org.fovea.engine.generate;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The register tiles of a matrix product: one method for each shape of [#SHAPES], and the enum that names them.
///
/// A tile of r rows by w vectors keeps r·w sums in registers while k runs: w loads of B and r broadcasts of A serve r·w
/// multiplications and additions.
final class RegisterTiles {
    /// Where A's values lie: side by side along k, or side by side down the rows of a tile (A transposed).
    private enum Order {
        ROWS,
        COLUMNS
    }

    /// A tile's rows of C, and vectors in each.
    private record Shape(Order order, int rows, int width) {
        static Shape rows(int rows, int width) {
            return new Shape(Order.ROWS, rows, width);
        }

        static Shape columns(int rows, int width) {
            return new Shape(Order.COLUMNS, rows, width);
        }

        String method() {
            return NUMBERS.get(rows) + "By" + capitalised(NUMBERS.get(width));
        }

        String constant() {
            return order + "_" + rows + "X" + width;
        }

        /// Whether all of its rows are computed, always: then C2 merges what it checks about the tables of
        /// rows.
        boolean whole() {
            return WHOLE.contains(this);
        }

        String file() {
            return order == Order.COLUMNS ? "ColumnTiles" : width > 2 ? "WideTiles" : "NarrowTiles";
        }
    }

    /// All shapes there are. Of 32 registers 20 sums, the vectors of B and two broadcasts leave a few free. With 24
    /// sums (6×4) C2's allocator keeps all of them in registers in one compilation and spills two inside the loop
    /// in the next: 100 % or 40 % of the peak. Five rows by two vectors are what machines with 16 registers use.
    private static final List<Shape> SHAPES = List.of(
            Shape.rows(5, 4),
            Shape.rows(4, 4),
            Shape.rows(2, 4),
            Shape.rows(1, 4),
            Shape.rows(7, 3),
            Shape.rows(4, 3),
            Shape.rows(10, 2),
            Shape.rows(5, 2),
            Shape.rows(2, 2),
            Shape.rows(10, 1),
            Shape.rows(5, 1),
            Shape.columns(4, 4),
            Shape.columns(4, 3),
            Shape.columns(8, 2),
            Shape.columns(4, 2),
            Shape.columns(8, 1),
            Shape.columns(4, 1));

    /// Shapes for whole tiles alone; the others end at a last row.
    private static final List<Shape> WHOLE =
            List.of(Shape.rows(5, 4), Shape.rows(1, 4), Shape.rows(10, 2), Shape.rows(10, 1));

    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    /// A tile's parameters; a whole tile has no last row.
    private static final String PARAMETERS = "TiledProduct p, float[] a, int aAt, int row, int last, "
            + "float[] b, int bAt, float[] c, int cAt, int[] cRows, int cRow, int cLast, TileEpilogue end, int k";

    private RegisterTiles() {}

    // --- their names ---

    static String shapes() {
        Code code = Generate.begin(Generate.PRODUCT, RegisterTiles.class);
        code.doc("""
            The shapes of register tiles: rows of C by vectors of a row. `ROWS` are for an A whose values lie side by side along k,
            `COLUMNS` for one that is stored transposed.
            """);
        code.open("enum TileShape");
        code.add(SHAPES.stream()
                .map(s -> "%s(%d)".formatted(s.constant(), s.rows))
                .collect(Collectors.joining(",\n", "", ";\n\n")));
        code.doc("Rows of C.").add("final int rows;\n\n");
        code.open("TileShape(int rows)").add("this.rows = rows;").close().add("\n");
        code.doc("""
            Rows `row` and the next of C += or = those of A times the panel at b\\[bAt\\]. C's row is `cRow` of the table `cRows`;
            no row is beyond `last`, of A's table, or `cLast`, of C's. C's first column is `k` of the epilogue.
            """);
        code.open("void compute", parameters(false)).open("switch (this)");
        for (Shape s : SHAPES) {
            String arguments = parameters(s.whole()).stream()
                    .map(parameter -> parameter.substring(parameter.indexOf(' ') + 1))
                    .collect(Collectors.joining(", "));
            String label = "case " + s.constant() + " ->";
            String call = "%s.%s(%s);".formatted(s.file(), s.method(), arguments);
            code.add(label.length() + call.length() < 108 ? label + " " + call : label + "\n    " + call);
        }
        return code.close().close().close().toString();
    }

    // --- the tiles ---

    static String wideTiles() {
        return file("WideTiles", """
            Register tiles of a [TiledProduct] for panels of four and three vectors, on machines with 32 vector registers.

            A tile keeps its sums in registers over the whole of k: one broadcast of A serves every vector of a row, one load of
            B every row. The sums are named locals and each tile is a method of its own, because C2 keeps no array in registers
            and gives up on larger methods. A's index is the loop's own counter plus a constant of the loop: then C2 takes the
            range checks out of the loop: 97 to 100 % of an AVX-512 core's peak where one check a row left 80 %.

            The tallest tiles are always whole: C2 then merges what it checks about the tables of rows. Of the others' rows those
            beyond `last` are computed as copies of row `last`, which then writes the same values again: the tail needs no code
            of its own.
            """);
    }

    static String narrowTiles() {
        return file("NarrowTiles", """
            Register tiles of a [TiledProduct] for panels of two vectors and one: as [WideTiles].

            Ten rows by two vectors need more than 16 registers; five rows by two are what machines with 16 use.
            """);
    }

    static String columnTiles() {
        return file("ColumnTiles", """
            Register tiles of a [TiledProduct] whose A is stored transposed: the rows of a tile lie side by side in A, and k
            moves by `step`.

            With a step that is no constant C2 leaves the range checks in the loop, but merges those of neighbouring indices
            into one: therefore rows of a tile must be neighbours, in whole runs of [TiledProduct#RUN].
            """);
    }

    private static String file(String name, String documentation) {
        Code code = Generate.begin(
                Generate.PRODUCT,
                RegisterTiles.class,
                "static lanes.Lanes.COUNT",
                "static lanes.Lanes.SPECIES",
                "jdk.incubator.vector.FloatVector");
        code.doc(documentation).open("final class " + name).add("private " + name + "() {}");
        of(shape -> shape.file().equals(name)).forEach(shape -> tile(code, shape));
        return code.close().toString();
    }

    private static List<Shape> of(Predicate<Shape> which) {
        return SHAPES.stream().filter(which).toList();
    }

    private static void tile(Code code, Shape s) {
        code.add("\n")
                .doc("%s %s by %s %s: %d sums."
                        .formatted(
                                capitalised(NUMBERS.get(s.rows)),
                                s.rows == 1 ? "row" : "rows",
                                NUMBERS.get(s.width),
                                s.width == 1 ? "vector" : "vectors",
                                s.rows * s.width));
        code.open("static void " + s.method(), parameters(s.whole()));
        if (s.order == Order.ROWS) {
            code.add("int[] rows = p.aRows;");
            eachRow(s, i -> code.add("int a%d = aAt + rows[%s];".formatted(i, row(s, "row", i, "last"))));
        } else {
            code.add("int first = aAt + p.aRows[row];");
        }
        eachRow(s, i -> code.add("int y%d = cAt + cRows[%s];".formatted(i, row(s, "cRow", i, "cLast"))));
        code.add("""
            float[] start = end.add ? c : end.start;
            int with = end.add ? -1 : 0;
            int begin = k & end.columnMask;
            """);
        eachSum(
                s,
                (i, j) -> code.add("FloatVector c%d%d = FloatVector.fromArray(SPECIES, start, %s);"
                        .formatted(i, j, Code.sum("(y" + i + " & with) + begin", j, "COUNT"))));
        code.add("int length = p.length;");
        segments(code, s);
        eachSum(s, (i, j) -> code.add("c%d%d.intoArray(c, %s);".formatted(i, j, Code.sum("y" + i, j, "COUNT"))));
        code.close();
    }

    private static List<String> parameters(boolean whole) {
        String all = whole ? PARAMETERS.replace("int last, ", "").replace("int cLast, ", "") : PARAMETERS;
        return List.of(all.split(", "));
    }

    /// The sums over k, segment by segment.
    private static void segments(Code code, Shape s) {
        String line = s.width == 1 ? "COUNT" : s.width + " * COUNT";
        boolean rows = s.order == Order.ROWS;
        if (!rows) {
            code.add("int step = p.step;");
        }
        code.add("int[] segments = p.segments;");
        code.open("for (int s = 0; s < segments.length; s++)").add("int q = segments[s];");
        code.add("int z = bAt + p.bRows[s] * " + line + ";");
        if (rows) {
            eachRow(s, i -> code.add("int q%d = a%d + q;".formatted(i, i)));
        } else {
            code.add("int x = first + q;");
        }
        code.open("for (int i = 0; i < length; i++)");
        IntStream.range(0, s.width)
                .forEach(j -> code.add("FloatVector b%d = FloatVector.fromArray(SPECIES, b, %s);"
                        .formatted(j, Code.sum("z + i * " + line, j, "COUNT"))));
        eachRow(s, i -> {
            String at = rows ? "q" + i + " + i" : Code.sum("x", i, "1").replace(" * 1", "");
            code.add("FloatVector x%d = FloatVector.broadcast(SPECIES, a[%s]);".formatted(i, at));
            IntStream.range(0, s.width)
                    .forEach(j -> code.add("c%d%d = x%d.fma(b%d, c%d%d);".formatted(i, j, i, j, i, j)));
        });
        if (!rows) {
            code.add("x += step;");
        }
        code.close().close();
    }

    private static String row(Shape s, String first, int i, String last) {
        String row = Code.sum(first, i, "1").replace(" * 1", "");
        return s.whole() || i == 0 ? row : "Math.min(%s, %s)".formatted(row, last);
    }

    private interface OfRow {
        void accept(int row);
    }

    private interface OfSum {
        void accept(int row, int vector);
    }

    private static void eachRow(Shape s, OfRow action) {
        for (int i = 0; i < s.rows; i++) {
            action.accept(i);
        }
    }

    private static void eachSum(Shape s, OfSum action) {
        eachRow(s, i -> IntStream.range(0, s.width).forEach(j -> action.accept(i, j)));
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
