package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.lowering.GraphLowering;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operator that layers compute, lowered: its gradients are the central differences of its definition in double.
/// The scalar differentiated is Σ r·y of one output.
class OperatorGradientsTest {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-3;
    private static final Xoshiro256 RANDOM = new Xoshiro256(3);

    static List<OperatorCase> cases() {
        return OperatorCases.all();
    }

    @Test
    void everyOperatorThatLayersComputeIsAmongThem() {
        assertEquals(
                GraphLowering.differentiated(),
                cases().stream().map(test -> test.operator).collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreTheDefinitionsDifferences(OperatorCase test) throws IOException {
        check(test, false);
        if (test.hasPictures()) {
            check(test, true);
        }
    }

    private static void check(OperatorCase test, boolean last) throws IOException {
        Map<String, int[]> extents = test.extents(last);
        Map<String, double[]> x = test.numbers();
        LoweredModel lowered = OnnxModel.of(test.graph(OnnxType.FLOAT, last)).lowered(extents);
        assertEquals(List.of(), lowered.byDefinition(), "by definition");
        assertEquals(List.of(), lowered.rest(), "behind the network");
        check(lowered, OnnxModel.of(test.graph(OnnxType.DOUBLE, last)), x, extents);
    }

    /// Holds outputs and gradients against a definition in double.
    static void check(LoweredModel lowered, OnnxModel definition, Map<String, double[]> x, Map<String, int[]> extents) {
        Trace trace = lowered.network().trace(lowered.batch());
        Map<String, Tensor> batches = new LinkedHashMap<>();
        tensors(OnnxType.FLOAT, x, extents)
                .forEach((name, tensor) -> batches.put(
                        lowered.input(name).node(), lowered.input(name).toNetwork(tensor)));
        trace.forward(batches);
        for (OnnxPort output : lowered.outputs()) {
            Map<String, OnnxTensor> exact = definition.run(tensors(OnnxType.DOUBLE, x, extents));
            OnnxTensor y = Objects.requireNonNull(exact.get(output.name()));
            assertNear(y.doubles(), output.toOnnx(trace.activation(output.node())), output.name());
            float[] r = new float[y.count()];
            for (int i = 0; i < r.length; i++) {
                r[i] = 2 * RANDOM.nextFloat() - 1;
            }
            trace.backward(
                    output.node(), new Functional(output.toNetwork(OnnxTensor.of(r, y.extents()))), Reach.ACTIVATIONS);
            for (OnnxPort input : lowered.inputs()) {
                double[] expected = differences(definition, x, extents, input.name(), output.name(), r);
                assertNear(expected, input.toOnnx(trace.gradient(input.node())), "d" + input.name());
            }
        }
    }

    /// Σ r·y.
    private record Functional(Tensor r) implements Target {
        @Override
        public double evaluate(Tensor output, Tensor gradient) {
            System.arraycopy(r.data(), 0, gradient.data(), 0, r.size());
            double sum = 0;
            for (int i = 0; i < r.size(); i++) {
                sum += (double) r.data()[i] * output.data()[i];
            }
            return sum;
        }
    }

    private static Map<String, OnnxTensor> tensors(OnnxType type, Map<String, double[]> x, Map<String, int[]> extents) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        extents.forEach((name, own) -> tensors.put(name, OnnxTensor.ofReals(type, x.get(name), own)));
        return tensors;
    }

    private static double[] differences(
            OnnxModel model,
            Map<String, double[]> x,
            Map<String, int[]> extents,
            String input,
            String output,
            float[] r) {
        double[] values = Objects.requireNonNull(x.get(input));
        double[] differences = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double own = values[i];
            double[] sums = new double[2];
            for (int side = 0; side < 2; side++) {
                values[i] = own + (side == 0 ? STEP : -STEP);
                double[] y = Objects.requireNonNull(
                                model.run(tensors(OnnxType.DOUBLE, x, extents)).get(output))
                        .doubles();
                for (int k = 0; k < y.length; k++) {
                    sums[side] += r[k] * y[k];
                }
            }
            values[i] = own;
            differences[i] = (sums[0] - sums[1]) / (2 * STEP);
        }
        return differences;
    }

    private static void assertNear(double[] expected, OnnxTensor actual, String name) {
        double largest =
                Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        double[] found = actual.doubles();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], TOLERANCE * largest, name + "[" + i + "]");
        }
    }
}
