package org.fovea.engine.generate;

import java.util.List;

/// Products with so few k that a panel of one vector fits into registers.
final class ResidentTiles {
    /// Values along k: the registers that the panel takes.
    private static final int LENGTH = 16;

    private static final String PARAMETERS =
            "TiledProduct p, int from, int to, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int[]"
                    + " cRows, TileEpilogue end, int k";

    private ResidentTiles() {}

    static String vectors() {
        Code code = Generate.begin(
                Generate.PRODUCT,
                ResidentTiles.class,
                "static lanes.Lanes.COUNT",
                "static lanes.Lanes.SPECIES",
                "jdk.incubator.vector.FloatVector");
        code.doc("""
            Rows of a [TiledProduct] of one segment of 16 values whose panel of one vector stays in registers: a convolution of
            1×1 from 16 to 16 channels.

            A register tile of ten rows spends more on beginning and ending than on so few k: 160×160 pixels take 162 µs
            instead of 220 (Zen 5). The first convolution of a colour picture, three segments of nine values, has too many: some
            of the 27 leave the registers, and 318 µs became no less than 295.
            """);
        code.open("final class ResidentTiles").add("private ResidentTiles() {}\n\n");
        code.open("static void ofSixteen", List.of(PARAMETERS.split(", ")));
        code.add("""
            float[] start = end.add ? c : end.start;
            int with = end.add ? -1 : 0;
            int begin = k & end.columnMask;
            int[] rows = p.aRows;
            int x = aAt + p.segments[0];
            int z = bAt + p.bRows[0] * COUNT;
            """);
        for (int i = 0; i < LENGTH; i++) {
            code.add(
                    "FloatVector b%d = FloatVector.fromArray(SPECIES, b, %s);".formatted(i, Code.sum("z", i, "COUNT")));
        }
        code.open("for (int row = from; row < to; row++)");
        code.add("int q = x + rows[row];");
        code.add("int y = cAt + cRows[row];");
        code.add("FloatVector sum = FloatVector.fromArray(SPECIES, start, (y & with) + begin);");
        for (int i = 0; i < LENGTH; i++) {
            code.add("sum = FloatVector.broadcast(SPECIES, a[%s]).fma(b%d, sum);"
                    .formatted(i == 0 ? "q" : "q + " + i, i));
        }
        code.add("sum.intoArray(c, y);");
        return code.close().close().close().toString();
    }
}
