package org.fovea.engine.generate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Loops over channels that are needed twice: for whole vectors of channels, and with masks for the channels that fill
/// none. A template is written once; `{m}` in it is the mask's argument, which whole vectors do not have.
///
/// A mask that is always full would not do instead: loads and stores with masks take longer.
///
/// Parameters are written as in a source, with c, the channels, and k, the first channel of a vector, among them; the
/// method that calls both of a pair has no k.
final class ChannelLoops {
    static final String VECTOR = "jdk.incubator.vector.FloatVector";
    static final String MASK = "jdk.incubator.vector.VectorMask";
    static final String OPERATORS = "jdk.incubator.vector.VectorOperators";
    static final String COUNT = "static lanes.Lanes.COUNT";
    static final String SPECIES = "static lanes.Lanes.SPECIES";
    static final String AFFINE = "org.fovea.engine.kernel.Affine";
    static final String AFFINE_GRADIENT = "org.fovea.engine.kernel.AffineGradient";
    static final String GATE = "org.fovea.engine.kernel.Gate";
    static final String LANES = "lanes.Lanes";

    private ChannelLoops() {}

    /// A method for one vector of channels, and one for the rest of them, both from channel k on; and before them
    /// one for all channels.
    static void ofVector(Code code, String name, String parameters, String body) {
        code.open("static void " + name, list(parameters.replace("int k, ", "")));
        code.add("int k = 0;").open("for (; k + COUNT <= c; k += COUNT)");
        code.add(call(name + "OfVector", parameters)).close();
        code.open("if (k < c)")
                .add(call(name + "OfRest", parameters))
                .close()
                .close()
                .add("\n");
        code.open("private static void " + name + "OfVector", list(parameters)).add(body.replace("{m}", ""));
        code.close().add("\n");
        masked(code, name, parameters, body);
    }

    /// A method for all whole vectors of channels up to `body`, and one for the rest of them from channel k on.
    static void ofBody(Code code, String name, String parameters, String body) {
        code.open("private static void " + name + "OfBody", list(ofBody(parameters)));
        code.open("for (int k = 0; k < body; k += COUNT)").add(body.replace("{m}", ""));
        code.close().close().add("\n");
        masked(code, name, parameters, body);
    }

    private static void masked(Code code, String name, String parameters, String body) {
        code.open("private static void " + name + "OfRest", list(parameters));
        code.add("VectorMask<Float> mask = SPECIES.indexInRange(k, c);").add(body.replace("{m}", ", mask"));
        code.close();
    }

    /// Calls the method of whole vectors up to `body`, and that of the rest.
    static void callBoth(Code code, String name, String parameters) {
        code.add(call(name + "OfBody", ofBody(parameters)));
        callRest(code, name, parameters);
    }

    static void callRest(Code code, String name, String parameters) {
        code.open("if (body < c)")
                .add(call(name + "OfRest", ofBody(parameters)))
                .close();
    }

    /// A call whose arguments are named as the parameters are.
    static String call(String name, String parameters) {
        return list(parameters).stream()
                .map(parameter -> parameter.substring(parameter.lastIndexOf(' ') + 1))
                .collect(Collectors.joining(", ", name + "(", ");"));
    }

    static List<String> list(String parameters) {
        return Arrays.stream(parameters.split(",")).map(String::strip).toList();
    }

    static String ofBody(String parameters) {
        return parameters.replace("int k", "int body");
    }

    // --- ReLU with slopes ---

    static String prelu() {
        Code code =
                Generate.begin(Generate.KERNELS, ChannelLoops.class, COUNT, SPECIES, VECTOR, MASK, OPERATORS, LANES);
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
            sum.add(FloatVector.fromArray(SPECIES, dslope, at + k{m})).intoArray(dslope, at + k{m});
            """);
        return code.close().toString();
    }
}
