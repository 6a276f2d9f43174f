package org.fovea.engine.generate;

/// The matrices of the Winograd transforms, each with the formulas that compute its product with a vector.
///
/// F(4×4, 3×3) and F(2×2, 3×3) are those of Lavin and Gray (CVPR 2016); those for stride 2 are explained at
/// `StridedLayout`. Along the other axis the same formulas are used again.
final class Matrices {
    private Matrices() {}

    // --- F(4×4, 3×3): the points 0, 1, −1, 2, −2 and ∞ ---

    static final String INPUT_MATRIX = """
        4  0 -5  0  1  0
        0 -4 -4  1  1  0
        0  4 -4 -1  1  0
        0 -2 -1  2  1  0
        0  2 -1 -2  1  0
        0  4  0 -5  0  1
        """;

    /// Bᵀ·d.
    static final Formulas INPUT = new Formulas(INPUT_MATRIX, "d", "v", """
        even = d2 * -4 + d4
        odd  = d1 * -4 + d3
        near = d4 - d2
        gap  = d3 - d1
        v0   = d2 * -5 + (d0 * 4 + d4)
        v1   = even + odd
        v2   = even - odd
        v3   = gap * 2 + near
        v4   = gap * -2 + near
        v5   = d3 * -5 + (d1 * 4 + d5)
        """);

    static final String OUTPUT_MATRIX = """
        1 1  1 1  1 0
        0 1 -1 2 -2 0
        0 1  1 4  4 0
        0 1 -1 8 -8 1
        """;

    /// Aᵀ·m.
    static final Formulas OUTPUT = new Formulas(OUTPUT_MATRIX, "m", "y", """
        s  = m1 + m2
        e  = m1 - m2
        p  = m3 + m4
        q  = m3 - m4
        y0 = m0 + s + p
        y1 = q * 2 + e
        y2 = p * 4 + s
        y3 = q * 8 + e + m5
        """);

    /// A·g, that of the target's gradient.
    static final Formulas GRADIENT = new Formulas(transposed(OUTPUT_MATRIX), "g", "d", """
        even = g0 + g2
        odd  = g1 + g3
        far  = g2 * 4 + g0
        wide = g3 * 8 + (g1 * 2)
        d0   = g0
        d1   = even + odd
        d2   = even - odd
        d3   = far + wide
        d4   = far - wide
        d5   = g3
        """);

    static final String FILTER_MATRIX = """
         1/4    0    0
        -1/6 -1/6 -1/6
        -1/6  1/6 -1/6
        1/24 1/12  1/6
        1/24 -1/12 1/6
           0    0    1
        """;

    /// G·w.
    static final Formulas FILTER = new Formulas(FILTER_MATRIX, "w", "u", """
        sixth   = (w0 + w2) * -1/6
        odd     = w1 * 1/6
        even    = ((w2 * 4) + w0) * 1/24
        twelfth = w1 * 1/12
        u0      = w0 * 1/4
        u1      = sixth - odd
        u2      = sixth + odd
        u3      = even + twelfth
        u4      = even - twelfth
        u5      = w2
        """);

    /// Gᵀ·d, that of the transformed filters' gradient.
    static final Formulas FILTER_GRADIENT = new Formulas(transposed(FILTER_MATRIX), "d", "w", """
        sixth = (d1 + d2) * -1/6
        even  = d3 + d4
        w0    = (d0 * 1/4) + sixth + (even * 1/24)
        w1    = ((d2 - d1) * 1/6) + ((d3 - d4) * 1/12)
        w2    = (even * 1/6) + sixth + d5
        """);

    // --- F(2×2, 3×3): the points 0, 1, −1 and ∞ ---

    static final String SMALL_INPUT_MATRIX = """
        1  0 -1  0
        0  1  1  0
        0 -1  1  0
        0  1  0 -1
        """;

    static final Formulas SMALL_INPUT = new Formulas(SMALL_INPUT_MATRIX, "d", "v", """
        v0 = d0 - d2
        v1 = d1 + d2
        v2 = d2 - d1
        v3 = d1 - d3
        """);

    static final String SMALL_OUTPUT_MATRIX = """
        1 1  1  0
        0 1 -1 -1
        """;

    static final Formulas SMALL_OUTPUT = new Formulas(SMALL_OUTPUT_MATRIX, "m", "y", """
        y0 = m0 + m1 + m2
        y1 = m1 - m2 - m3
        """);

    static final String SMALL_FILTER_MATRIX = """
          1    0   0
        1/2  1/2 1/2
        1/2 -1/2 1/2
          0    0   1
        """;

    static final Formulas SMALL_FILTER = new Formulas(SMALL_FILTER_MATRIX, "w", "u", """
        ends = w0 + w2
        u0   = w0
        u1   = (ends + w1) * 1/2
        u2   = (ends - w1) * 1/2
        u3   = w2
        """);

    // --- stride 2: the points 0, 1, −1, 2 of each phase, and ∞ of the even ones ---

    static final String STRIDED_INPUT_MATRIX = """
        2 -1 -2  1  0
        0  2  1 -1  0
        0 -2  3 -1  0
        0 -1  0  1  0
        0  2 -1 -2  1
        """;

    static final Formulas STRIDED_INPUT = new Formulas(STRIDED_INPUT_MATRIX, "d", "v", """
        u  = d3 - d1
        t  = d2 - d3
        v0 = (d2 - d0) * -2 + u
        v1 = d1 * 2 + t
        v2 = (d2 - d1) * 2 + t
        v3 = u
        v4 = u * -2 + (d4 - d2)
        """);

    static final String STRIDED_OUTPUT_MATRIX = """
        1 1  1/3 1/3 0
        0 1 -1/3 2/3 0
        0 1  1/3 4/3 0
        0 1 -1/3 8/3 1
        """;

    static final Formulas STRIDED_OUTPUT = new Formulas(STRIDED_OUTPUT_MATRIX, "m", "y", """
        e  = m2 * 1/3 + m1
        o  = m2 * -1/3 + m1
        y0 = m3 * 1/3 + (m0 + e)
        y1 = m3 * 2/3 + o
        y2 = m3 * 4/3 + e
        y3 = m3 * 8/3 + o + m4
        """);

    static final String STRIDED_FILTER_MATRIX = """
        1/2   0    0
        1/2   0  1/2
        1/2   0 -1/2
        1/2   0    1
          0   0    1
          0 1/2    0
        """;

    /// The even phase's filters at its five points, then the odd phase's, the same at every finite one.
    static final Formulas STRIDED_FILTER = new Formulas(STRIDED_FILTER_MATRIX, "w", "u", """
        half0 = w0 * 1/2
        half1 = w1 * 1/2
        half2 = w2 * 1/2
        u0    = half0
        u1    = half0 + half2
        u2    = half0 - half2
        u3    = half0 + w2
        u4    = w2
        u5    = half1
        """);

    private static String transposed(String matrix) {
        String[][] rows = matrix.lines().map(row -> row.strip().split("\\s+")).toArray(String[][]::new);
        StringBuilder columns = new StringBuilder();
        for (int j = 0; j < rows[0].length; j++) {
            for (String[] row : rows) {
                columns.append(row[j]).append(' ');
            }
            columns.append('\n');
        }
        return columns.toString();
    }
}
