package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Layers;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every general layer's output against the definition of ONNX's operator, and its gradients, at the inputs and at each
/// parameter, against that definition's central differences in double. The scalar differentiated is Σ r·y.
class LayerDefinitionsTest {
    private static final double STEP = 1e-5;

    /// The names of cases that ONNX's opset 17 has no form for.
    private static final Pattern REFUSED = Pattern.compile(
            "pad WRAP|resize .*(HALF_PIXEL_SYMMETRIC|antialias=true).*|(Average|Lp)Pool .*" + "dilation=\\[2, 2\\].*");

    @TempDir
    Path folder;

    static List<LayerCase> cases() {
        return LayerCases.all();
    }

    /// The first case of each type of layer.
    static Collection<LayerCase> types() {
        Map<String, LayerCase> types = new TreeMap<>();
        for (LayerCase layer : cases()) {
            types.putIfAbsent(type(layer.network(false)), layer);
        }
        return types.values();
    }

    private static String type(Network network) {
        return network.node("y").layer().type();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneExampleIsAsDefined(LayerCase layer) throws IOException {
        check(layer, layer.network(false), 1, 0);
    }

    /// Each input has a second reader, whose share of the gradient is there already.
    @ParameterizedTest
    @MethodSource("cases")
    void severalAreAndSharesAdd(LayerCase layer) throws IOException {
        Network network = layer.network(true);
        check(layer, network, 3, network.input().shape().size());
    }

    @Test
    void everyTypeThatARoomProvidesIsAmongThem() throws IOException {
        Set<String> types = types().stream()
                .map(layer -> type(layer.network(false)))
                .collect(Collectors.toCollection(TreeSet::new));
        types.removeAll(Set.of("conv_transpose2d", "matrix_multiply", "window_pool")); // of the package `layer` itself
        Set<String> provided = new TreeSet<>();
        Set<String> classes = new TreeSet<>();
        for (LayerType type : ServiceLoader.load(LayerType.class)) {
            provided.add(type.name());
            classes.add(type.getClass().getName());
        }
        assertEquals(types, provided);
        assertTrue(Layers.types().containsAll(provided));
        // The list of the class path, which the module path does not read.
        try (InputStream list = Layer.class.getResourceAsStream("/META-INF/services/" + LayerType.class.getName())) {
            String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(classes, new TreeSet<>(text.lines().toList()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isMadeAgainFromItsOptions(LayerCase layer) {
        Layer first = layer.network(false).node("y").layer();
        Layer again = Layers.create(first.type(), new Options(first.options().asMap()));
        assertEquals(first.options().asMap(), again.options().asMap());
        assertEquals(
                first.parameters().stream().map(Parameter::toString).toList(),
                again.parameters().stream().map(Parameter::toString).toList());
    }

    @ParameterizedTest
    @MethodSource("types")
    void survivesAModelFile(LayerCase layer) throws IOException {
        Network network = layer.network(false);
        randomise(network, layer.positive);
        ModelFile.write(folder.resolve("network"), network);
        Network read = ModelFile.read(folder.resolve("network"));
        for (int i = 0; i < network.nodes().size(); i++) {
            assertEquals(
                    network.nodes().get(i).layer().options().asMap(),
                    read.nodes().get(i).layer().options().asMap());
        }
        Tensor x = input(network, 2, layer.positive);
        assertArrayEquals(
                network.forward(x).output().data(), read.forward(x).output().data());
    }

    /// What opset 17 has no form for is refused by name; everything else gives the same numbers as the network.
    @ParameterizedTest
    @MethodSource("cases")
    void isWrittenAsOnnxOrRefused(LayerCase layer) throws IOException {
        Network network = layer.network(false);
        randomise(network, layer.positive);
        byte[] file;
        try {
            file = OnnxExport.of(network).toByteArray();
        } catch (IllegalArgumentException e) {
            assertTrue(REFUSED.matcher(layer.name).matches(), layer.name + ": " + e.getMessage());
            return;
        }
        FileChecker.check(file);
        Tensor x = input(network, 2, layer.positive);
        OnnxModel model = OnnxModel.read(file, layer.name);
        OnnxTensor given = OnnxTensor.of(x.data(), x.shape().toArray());
        OnnxTensor y = model.run(Map.of("input", given)).values().iterator().next();
        assertClose(doubles(network.forward(x).output().data()), y.floats(), 2e-5, layer.name);
    }

    private static void randomise(Network network, boolean positive) {
        Xoshiro256 random = new Xoshiro256(12);
        for (Parameter p : network.parameters().values()) {
            for (int i = 0; i < p.value().size(); i++) {
                p.value().data()[i] = (float) (positive ? 0.5 + random.nextDouble() : random.nextGaussian());
            }
        }
    }

    /// Spaced values in random order, none near a whole number: differences must not cross a kink or a tie.
    private static Tensor input(Network network, int batch, boolean positive) {
        Tensor input = Tensor.zeros(network.input().shape().batch(batch));
        float[] x = input.data();
        for (int i = 0; i < x.length; i++) {
            x[i] = (i + 0.5f) * (positive ? 2f : 4f) / x.length - (positive ? -0.1f : 2f);
            x[i] += Math.abs(x[i] - Math.rint(x[i])) < 1e-3 ? 2e-3f : 0;
        }
        Xoshiro256 random = new Xoshiro256(11);
        for (int i = x.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float t = x[i];
            x[i] = x[j];
            x[j] = t;
        }
        return input;
    }

    /// @param beside how many values of the input stand behind y
    private static void check(LayerCase layer, Network network, int batch, int beside) throws IOException {
        randomise(network, layer.positive);
        OnnxModel model = layer.model(network);
        Tensor input = input(network, batch, layer.positive);
        double[] x = doubles(input.data());
        Map<Parameter, double[]> parameters = new HashMap<>();
        network.parameters()
                .values()
                .forEach(p -> parameters.put(p, doubles(p.value().data())));

        Trace trace = network.trace(batch, Workers.common());
        trace.forward(input);
        double[] expected = layer.define(model, network, x, parameters);
        float[] y = trace.activation("flat").data();
        assertEquals(expected.length, y.length);
        assertClose(expected, y, 2e-5, layer + " output");

        float[] r = gaussian(trace.output().size());
        trace.backward((output, gradient) -> {
            System.arraycopy(r, 0, gradient.data(), 0, r.length);
            return 0;
        });
        float[] front = front(r, batch, y.length / batch);
        double[] differences = differences(() -> layer.define(model, network, x, parameters), x, front);
        for (int i = 0; i < differences.length && beside > 0; i++) {
            int n = i / beside;
            differences[i] += r[n * (r.length / batch) + y.length / batch + i % beside];
        }
        assertSampled(differences, trace.gradient("input").data(), layer + " input gradient");
        network.parameters().forEach((name, p) -> {
            if (p.trained()) {
                double[] slopes =
                        differences(() -> layer.define(model, network, x, parameters), parameters.get(p), front);
                assertSampled(slopes, trace.gradient(p).data(), layer + " gradient of " + name);
            }
        });
    }

    private static float[] gaussian(int count) {
        Xoshiro256 random = new Xoshiro256(13);
        float[] r = new float[count];
        for (int i = 0; i < count; i++) {
            r[i] = (float) random.nextGaussian();
        }
        return r;
    }

    /// What of each example's r belongs to y.
    private static float[] front(float[] r, int batch, int each) {
        float[] front = new float[batch * each];
        for (int n = 0; n < batch; n++) {
            System.arraycopy(r, n * (r.length / batch), front, n * each, each);
        }
        return front;
    }

    @FunctionalInterface
    private interface Definition {
        double[] y();
    }

    /// Whether element `i` is among those that are differentiated: of more than a hundred every seventh, which
    /// misses no place along any axis.
    private static boolean sampled(int i, int of) {
        return of <= 100 || i % 7 == 0;
    }

    /// (Y(v + h) − Y(v − h)) / 2h for the elements v of `varied` that are sampled.
    private static double[] differences(Definition definition, double[] varied, float[] r) {
        double[] result = new double[varied.length];
        for (int i = 0; i < varied.length; i++) {
            if (!sampled(i, varied.length)) {
                continue;
            }
            double v = varied[i];
            varied[i] = v + STEP;
            double[] above = definition.y();
            varied[i] = v - STEP;
            double[] below = definition.y();
            varied[i] = v;
            for (int k = 0; k < r.length; k++) {
                result[i] += r[k] * (above[k] - below[k]) / (2 * STEP);
            }
        }
        return result;
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static void assertSampled(double[] expected, float[] actual, String what) {
        float[] found = actual.clone();
        for (int i = 0; i < found.length; i++) {
            if (!sampled(i, found.length)) {
                expected[i] = 0;
                found[i] = 0;
            }
        }
        assertClose(expected, found, 1e-4, what);
    }

    private static void assertClose(double[] expected, float[] actual, double tolerance, String what) {
        double largest = Math.max(Arrays.stream(expected).map(Math::abs).max().orElseThrow(), 1e-3);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[i]) / largest;
            assertTrue(
                    error <= tolerance,
                    what + "[" + i + "]: expected " + expected[i] + ", found " + actual[i] + ", largest " + largest);
        }
    }
}
