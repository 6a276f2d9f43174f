package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Tag;

/// The contract that every implementation of [Kernels] keeps, on sizes that fit no vector: each method against its
/// definition in double. One class an operation; the build runs them once for each vector width.
@Tag("kernels")
abstract class KernelContract {
    static final int[] LENGTHS = {0, 1, 3, 7, 16, 17, 31, 33, 100};
    static final int[] CHANNELS = {1, 3, 4, 8, 16, 17, 40, 65};
    static final List<Activation> FUNCTIONS = List.of(
            Activation.NONE,
            Activation.RELU,
            Activation.leakyRelu(0.1f),
            Activation.clip(-0.5f, 0.75f),
            Activation.SIGMOID,
            Activation.TANH,
            Activation.SILU);
    static final List<Activation> PIECEWISE_LINEAR = FUNCTIONS.subList(0, 4);

    private final Xoshiro256 random = new Xoshiro256(42);

    /// Both implementations; the vector kernels alone where the build asks for another width, of which scalar
    /// kernels know nothing.
    static Stream<Kernels> kernels() {
        List<Kernels> all = new ArrayList<>();
        if (System.getProperty("fovea.vectorBits") == null) {
            all.add(KernelSelection.scalar());
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            all.add(KernelSelection.vector());
        }
        return all.stream();
    }

    static boolean vector(Kernels kernels) {
        return kernels.description().startsWith("vector");
    }

    final float[] values(int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = random.nextFloat() * 4 - 2;
        }
        return x;
    }

    /// Such that equal ones meet in a window.
    final float[] coarseValues(int length) {
        float[] x = values(length);
        for (int i = 0; i < length; i++) {
            x[i] = Math.round(x[i] * 2);
        }
        return x;
    }

    /// Within `tolerance` of the largest magnitude.
    static void near(double[] expected, float[] found, double tolerance, String what) {
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0) + 1e-30;
        within(tolerance * scale, expected, found, what);
    }

    static void within(double allowed, double[] expected, float[] found, String what) {
        assertEquals(expected.length, found.length, what);
        for (int i = 0; i < found.length; i++) {
            if (!(Math.abs(expected[i] - found[i]) <= allowed)) { // which NaN is not either
                fail(what + " at " + i + ": expected " + expected[i] + ", found " + found[i]);
            }
        }
    }

    static double[] doubles(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }
}
