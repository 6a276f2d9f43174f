package org.fovea.engine.generate;

import java.util.Arrays;
import java.util.List;

/// Loops over channels that are needed twice: for whole vectors of channels, and with masks for the channels that fill
/// none. A template is written once; `{m}` in it is the mask's argument, which whole vectors do not have.
///
/// A mask that is always full would not do instead: loads and stores with masks take longer.
final class ChannelLoops {
    private static final String VECTOR = "jdk.incubator.vector.FloatVector";
    private static final String MASK = "jdk.incubator.vector.VectorMask";
    private static final String OPERATORS = "jdk.incubator.vector.VectorOperators";
    private static final String COUNT = "static lanes.Lanes.COUNT";
    private static final String SPECIES = "static lanes.Lanes.SPECIES";
    private static final String GATE = "org.fovea.engine.kernel.Gate";
    private static final String AFFINE_GRADIENT = "org.fovea.engine.kernel.AffineGradient";
    private static final String LANES = "lanes.Lanes";

    private ChannelLoops() {}

    /// A method for one vector of channels, and one for the rest of them, both from channel k on.
    private static void ofVector(Code code, String name, String parameters, String body) {
        code.open("static void " + name + "OfVector", list(parameters)).add(body.replace("{m}", ""));
        code.close();
        masked(code, name, parameters, body);
    }

    /// A method for all whole vectors of channels up to `body`, and one for the rest of them from channel k on.
    private static void ofBody(Code code, String name, String parameters, String body) {
        code.open("static void " + name + "OfBody", list(parameters.replace("int k", "int body")));
        code.open("for (int k = 0; k < body; k += COUNT)").add(body.replace("{m}", ""));
        code.close().close();
        masked(code, name, parameters, body);
    }

    private static void masked(Code code, String name, String parameters, String body) {
        code.add("\n").open("static void " + name + "OfRest", list(parameters));
        code.add("VectorMask<Float> mask = SPECIES.indexInRange(k, c);").add(body.replace("{m}", ", mask"));
        code.close();
    }

    private static List<String> list(String parameters) {
        return Arrays.stream(parameters.split(",")).map(String::strip).toList();
    }

    // --- pooling ---

    static String pooling() {
        Code code = Generate.begin(Generate.POOLING, ChannelLoops.class, COUNT, SPECIES, VECTOR, MASK, OPERATORS);
        code.doc("The loops of [Pooling] over one window's channels.");
        code.open("final class PoolingVectors").add("private PoolingVectors() {}\n\n");
        String window = "int x0, int line, int rows, int columns, int c, int k";
        ofBody(code, "max", "float[] x, " + window + ", float[] y, int at", """
            FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            for (int ii = 0; ii < rows; ii++) {
                for (int jj = 0; jj < columns; jj++) {
                    largest = largest.max(FloatVector.fromArray(SPECIES, x, x0 + ii * line + jj * c + k{m}));
                }
            }
            largest.intoArray(y, at + k{m});
            """);
        code.add("\n")
                .doc("The gradient goes to the first that equals the maximum; then nothing is left for the others.");
        ofBody(code, "maxBackward", "float[] x, " + window + ", float[] y, float[] dy, int at, float[] dx", """
            FloatVector largest = FloatVector.fromArray(SPECIES, y, at + k{m});
            FloatVector left = FloatVector.fromArray(SPECIES, dy, at + k{m});
            for (int ii = 0; ii < rows; ii++) {
                for (int jj = 0; jj < columns; jj++) {
                    int i = x0 + ii * line + jj * c + k;
                    FloatVector v = FloatVector.fromArray(SPECIES, x, i{m});
                    VectorMask<Float> here = v.compare(VectorOperators.EQ, largest);
                    FloatVector d = FloatVector.fromArray(SPECIES, dx, i{m});
                    d.add(FloatVector.zero(SPECIES).blend(left, here)).intoArray(dx, i{m});
                    left = left.blend(0f, here);
                }
            }
            """);
        code.add("\n");
        ofBody(code, "average", "float[] x, " + window + ", float divisor, float[] y, int at", """
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int ii = 0; ii < rows; ii++) {
                for (int jj = 0; jj < columns; jj++) {
                    sum = sum.add(FloatVector.fromArray(SPECIES, x, x0 + ii * line + jj * c + k{m}));
                }
            }
            sum.div(divisor).intoArray(y, at + k{m});
            """);
        code.add("\n");
        ofBody(code, "averageBackward", "float[] dy, int at, float divisor, " + window + ", float[] dx", """
            FloatVector d = FloatVector.fromArray(SPECIES, dy, at + k{m}).div(divisor);
            for (int ii = 0; ii < rows; ii++) {
                for (int jj = 0; jj < columns; jj++) {
                    int i = x0 + ii * line + jj * c + k;
                    d.add(FloatVector.fromArray(SPECIES, dx, i{m})).intoArray(dx, i{m});
                }
            }
            """);
        return code.close().toString();
    }

    // --- batch norm, activation and max pooling in one ---

    /// The map's constants, and where a row of windows begins.
    private static final String GATED = """
        float[] x = gate.of();
        float low = gate.low();
        float high = gate.high();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.map().scale(), k{m});
        FloatVector t = FloatVector.fromArray(SPECIES, gate.map().shift(), k{m});
        int line = 2 * ow * c;
        int first = 2 * row * line + k;
        """;

    static String batchNormMaxPool() {
        Code code = Generate.begin(
                Generate.POOLING, ChannelLoops.class, SPECIES, VECTOR, MASK, OPERATORS, AFFINE_GRADIENT, GATE, LANES);
        code.doc("The loops of [BatchNormMaxPool] over a row of windows.");
        code.open("final class BatchNormMaxPoolVectors").add("private BatchNormMaxPoolVectors() {}\n\n");
        ofVector(code, "forward", "Gate gate, int c, int k, int ow, float[] y, int row", GATED + """
            for (int j = 0; j < ow; j++) {
                int i = first + 2 * j * c;
                FloatVector z = FloatVector.fromArray(SPECIES, x, i{m}).fma(s, t);
                FloatVector other = FloatVector.fromArray(SPECIES, x, i + c{m}).fma(s, t);
                z = z.blend(other, other.compare(VectorOperators.GT, z));
                other = FloatVector.fromArray(SPECIES, x, i + line{m}).fma(s, t);
                z = z.blend(other, other.compare(VectorOperators.GT, z));
                other = FloatVector.fromArray(SPECIES, x, i + line + c{m}).fma(s, t);
                z = z.blend(other, other.compare(VectorOperators.GT, z));
                z = z.blend(low, z.compare(VectorOperators.LT, low));
                z.blend(high, z.compare(VectorOperators.GT, high)).intoArray(y, (row * ow + j) * c + k{m});
            }
            """);
        code.add("\n");
        String sums = "float[] dy, float[] mean, int row, float[] sums, float[] products, int at";
        ofVector(code, "sums", "Gate gate, int c, int k, int ow, " + sums, GATED + """
            FloatVector m = FloatVector.fromArray(SPECIES, mean, k{m});
            FloatVector sum = FloatVector.zero(SPECIES);
            FloatVector product = FloatVector.zero(SPECIES);
            for (int j = 0; j < ow; j++) {
                int i = first + 2 * j * c;
                // The largest z so far and the x it comes from; a later one wins only if it is larger.
                FloatVector v = FloatVector.fromArray(SPECIES, x, i{m});
                FloatVector z = v.fma(s, t);
                FloatVector u = FloatVector.fromArray(SPECIES, x, i + c{m});
                FloatVector other = u.fma(s, t);
                VectorMask<Float> larger = other.compare(VectorOperators.GT, z);
                v = v.blend(u, larger);
                z = z.blend(other, larger);
                u = FloatVector.fromArray(SPECIES, x, i + line{m});
                other = u.fma(s, t);
                larger = other.compare(VectorOperators.GT, z);
                v = v.blend(u, larger);
                z = z.blend(other, larger);
                u = FloatVector.fromArray(SPECIES, x, i + line + c{m});
                other = u.fma(s, t);
                larger = other.compare(VectorOperators.GT, z);
                v = v.blend(u, larger);
                z = z.blend(other, larger);
                VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
                FloatVector d = FloatVector.fromArray(SPECIES, dy, (row * ow + j) * c + k{m});
                d = FloatVector.zero(SPECIES).blend(d, open);
                sum = sum.add(d);
                product = v.sub(m).fma(d, product);
            }
            sum.add(FloatVector.fromArray(SPECIES, sums, at{m})).intoArray(sums, at{m});
            product.add(FloatVector.fromArray(SPECIES, products, at{m})).intoArray(products, at{m});
            """);
        code.add("\n");
        String backward = "float[] dy, AffineGradient g, float[] dx, boolean add, int row";
        ofVector(code, "backward", "Gate gate, int c, int k, int ow, " + backward, GATED + """
            FloatVector pk = FloatVector.fromArray(SPECIES, g.p(), k{m});
            FloatVector qk = FloatVector.fromArray(SPECIES, g.q(), k{m});
            FloatVector rk = FloatVector.fromArray(SPECIES, g.r(), k{m});
            float[] before = add ? dx : Lanes.ZEROS;
            int beforeMask = add ? -1 : 0;
            for (int j = 0; j < ow; j++) {
                int i = first + 2 * j * c;
                FloatVector x0 = FloatVector.fromArray(SPECIES, x, i{m});
                FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + c{m});
                FloatVector x2 = FloatVector.fromArray(SPECIES, x, i + line{m});
                FloatVector x3 = FloatVector.fromArray(SPECIES, x, i + line + c{m});
                FloatVector z0 = x0.fma(s, t);
                FloatVector z1 = x1.fma(s, t);
                FloatVector z2 = x2.fma(s, t);
                FloatVector z3 = x3.fma(s, t);
                FloatVector z = z0.blend(z1, z1.compare(VectorOperators.GT, z0));
                z = z.blend(z2, z2.compare(VectorOperators.GT, z));
                z = z.blend(z3, z3.compare(VectorOperators.GT, z));
                VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
                // What is left of p·dz is handed to the first that equals the maximum, then nothing is left.
                FloatVector d = FloatVector.fromArray(SPECIES, dy, (row * ow + j) * c + k{m});
                d = FloatVector.zero(SPECIES).blend(d.mul(pk), open);
                VectorMask<Float> here = z0.compare(VectorOperators.EQ, z);
                FloatVector d0 = x0.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
                d = d.blend(0f, here);
                here = z1.compare(VectorOperators.EQ, z);
                FloatVector d1 = x1.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
                d = d.blend(0f, here);
                here = z2.compare(VectorOperators.EQ, z);
                FloatVector d2 = x2.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
                d = d.blend(0f, here);
                FloatVector d3 = x3.fma(qk, rk).add(d);
                d0 = d0.add(FloatVector.fromArray(SPECIES, before, i & beforeMask{m}));
                d1 = d1.add(FloatVector.fromArray(SPECIES, before, (i + c) & beforeMask{m}));
                d2 = d2.add(FloatVector.fromArray(SPECIES, before, (i + line) & beforeMask{m}));
                d3 = d3.add(FloatVector.fromArray(SPECIES, before, (i + line + c) & beforeMask{m}));
                d0.intoArray(dx, i{m});
                d1.intoArray(dx, i + c{m});
                d2.intoArray(dx, i + line{m});
                d3.intoArray(dx, i + line + c{m});
            }
            """);
        return code.close().toString();
    }

    // --- ReLU with slopes ---

    static String prelu() {
        Code code = Generate.begin(Generate.KERNELS, ChannelLoops.class, SPECIES, VECTOR, MASK, OPERATORS, LANES);
        code.doc("The loops of [PRelu] over a block of rows.");
        code.open("final class PReluVectors").add("private PReluVectors() {}\n\n");
        ofVector(code, "forward", "float[] x, int c, int k, float[] slope, float[] y, int from, int to", """
            FloatVector s = FloatVector.fromArray(SPECIES, slope, k{m});
            for (int row = from; row < to; row++) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, row * c + k{m});
                v.mul(s).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, row * c + k{m});
            }
            """);
        code.add("\n");
        String backward = "float[] slope, float[] dx, boolean add, int from, int to, float[] dslope, int at";
        ofVector(code, "backward", "float[] x, float[] dy, int c, int k, " + backward, """
            FloatVector s = FloatVector.fromArray(SPECIES, slope, k{m});
            FloatVector sum = FloatVector.zero(SPECIES);
            float[] before = add ? dx : Lanes.ZEROS;
            int beforeMask = add ? -1 : 0;
            for (int row = from; row < to; row++) {
                int i = row * c + k;
                FloatVector v = FloatVector.fromArray(SPECIES, x, i{m});
                FloatVector d = FloatVector.fromArray(SPECIES, dy, i{m});
                VectorMask<Float> positive = v.compare(VectorOperators.GT, 0f);
                sum = sum.add(v.mul(d).blend(0f, positive));
                d = d.mul(s).blend(d, positive);
                d = d.add(FloatVector.fromArray(SPECIES, before, i & beforeMask{m}));
                d.intoArray(dx, i{m});
            }
            sum.add(FloatVector.fromArray(SPECIES, dslope, at{m})).intoArray(dslope, at{m});
            """);
        return code.close().toString();
    }
}
