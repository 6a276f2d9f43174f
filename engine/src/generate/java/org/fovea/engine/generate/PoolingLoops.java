package org.fovea.engine.generate;

import static org.fovea.engine.generate.ChannelLoops.call;
import static org.fovea.engine.generate.ChannelLoops.callBoth;
import static org.fovea.engine.generate.ChannelLoops.callRest;
import static org.fovea.engine.generate.ChannelLoops.list;
import static org.fovea.engine.generate.ChannelLoops.ofBody;
import static org.fovea.engine.generate.ChannelLoops.ofVector;

import java.util.stream.Collectors;

/// The loops of pooling, by itself and with batch norm and activation.
final class PoolingLoops {
    private PoolingLoops() {}

    // --- pooling ---

    static String pooling() {
        Code code = Generate.begin(
                Generate.POOLING,
                PoolingLoops.class,
                ChannelLoops.COUNT,
                ChannelLoops.SPECIES,
                ChannelLoops.VECTOR,
                ChannelLoops.MASK,
                ChannelLoops.OPERATORS,
                "org.fovea.engine.definition.PoolShape",
                ChannelLoops.LANES);
        code.doc("The loops of [Pooling] over the windows of rows from … to of y, and over each window's channels.");
        code.open("final class PoolingVectors").add("private PoolingVectors() {}\n\n");
        String window = "int x0, int line, int rows, int columns, int c, int k";
        ofWindows(code, "max", "float[] x, " + window + ", float[] y, int at", """
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
        ofWindows(code, "maxBackward", "float[] x, " + window + ", float[] y, float[] dy, int at, float[] dx", """
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
        ofWindows(code, "average", "float[] x, " + window + ", float divisor, float[] y, int at", """
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int ii = 0; ii < rows; ii++) {
                for (int jj = 0; jj < columns; jj++) {
                    sum = sum.add(FloatVector.fromArray(SPECIES, x, x0 + ii * line + jj * c + k{m}));
                }
            }
            sum.div(divisor).intoArray(y, at + k{m});
            """);
        code.add("\n");
        ofWindows(code, "averageBackward", "float[] dy, int at, float divisor, " + window + ", float[] dx", """
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

    /// A method for all windows of rows of y, and for one window's channels those of [ChannelLoops#ofBody].
    private static void ofWindows(Code code, String name, String parameters, String body) {
        String arrays = list(parameters).stream()
                .filter(parameter -> parameter.startsWith("float[]"))
                .collect(Collectors.joining(", "));
        code.open("static void " + name, list("PoolShape s, " + arrays + ", int from, int to"));
        code.add("int c = s.c();\nint line = s.w() * c;\nint body = Lanes.body(c);");
        code.open("for (int row = from; row < to; row++)");
        code.add("""
            int i = row % s.oh();
            int top = s.top(i);
            int rows = s.bottom(i) - top;
            int picture = row / s.oh() * s.h();
            """);
        code.open("for (int j = 0; j < s.ow(); j++)");
        code.add("""
            int columns = s.right(j) - s.left(j);
            int x0 = ((picture + top) * s.w() + s.left(j)) * c;
            int at = (row * s.ow() + j) * c;
            """);
        if (parameters.contains("float divisor")) {
            code.add("float divisor = s.divisor(i, j);");
        }
        if (name.equals("max")) {
            code.open("if (rows == 2 && columns == 2)").add("Pooling.maxOfSquare(x, x0, line, c, body, y, at);");
            code.orElse().add(call(name + "OfBody", ofBody(parameters))).close();
            callRest(code, name, parameters);
        } else {
            callBoth(code, name, parameters);
        }
        code.close().close().close().add("\n");
        ofBody(code, name, parameters, body);
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
                Generate.POOLING,
                PoolingLoops.class,
                ChannelLoops.COUNT,
                ChannelLoops.SPECIES,
                ChannelLoops.VECTOR,
                ChannelLoops.MASK,
                ChannelLoops.OPERATORS,
                ChannelLoops.AFFINE_GRADIENT,
                ChannelLoops.GATE,
                ChannelLoops.LANES);
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
            sum.add(FloatVector.fromArray(SPECIES, sums, at + k{m})).intoArray(sums, at + k{m});
            product.add(FloatVector.fromArray(SPECIES, products, at + k{m})).intoArray(products, at + k{m});
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
}
