package org.fovea.engine.kernel;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Chooses the kernels, once: vector where the JDK's Vector API is there, else scalar.
///
/// `-Dfovea.kernels=scalar|vector` forces the implementation and `-Dfovea.vectorBits=128|256|512` the width.
public final class KernelSelection {
    private static final String SCALAR_KERNELS = "org.fovea.engine.kernel.scalar.ScalarKernels";
    private static final String VECTOR_KERNELS = "org.fovea.engine.kernel.vector.VectorKernels";

    private static final String REMEDY = "run from the module path, or add --add-modules jdk.incubator.vector";

    /// Measured with cnn64 on one thread of a processor with AVX-512: 6 times for a training step, 8 to 11 for
    /// inference.
    private static final String SLOWER = "The Vector API is not there, so the scalar kernels run, on which training and"
            + " inference take several times as long (up to ten on a processor with AVX-512). To have it, " + REMEDY;

    private KernelSelection() {}

    /// The kernels that this run uses.
    public static Kernels selected() {
        return Selected.KERNELS;
    }

    /// Why they are the ones, for people.
    public static String reason() {
        return Selected.REASON;
    }

    private static final class Selected {
        static final @Nullable String WANTED = System.getProperty("fovea.kernels");
        static final Kernels KERNELS = select(WANTED);
        static final String REASON = reason(WANTED, vectorApiIsThere());
    }

    static String reason(@Nullable String wanted, boolean vectorApi) {
        if (wanted != null) {
            return "as -Dfovea.kernels=" + wanted + " says";
        }
        return vectorApi ? "the Vector API is there" : "the Vector API is not there: " + REMEDY;
    }

    private static boolean vectorApiIsThere() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static Kernels select(@Nullable String wanted) {
        if (wanted != null && !wanted.equals("scalar") && !wanted.equals("vector")) {
            throw new IllegalArgumentException("fovea.kernels must be scalar or vector, found \"" + wanted + "\"");
        }
        if ("scalar".equals(wanted)) {
            return scalar();
        }
        if (vectorApiIsThere()) {
            return vector();
        }
        if (wanted != null) {
            throw new IllegalStateException("fovea.kernels=vector, but jdk.incubator.vector is not there: " + REMEDY);
        }
        System.getLogger("org.fovea.engine").log(Level.WARNING, SLOWER);
        return scalar();
    }

    /// The scalar kernels. Both implementations are reached by name: their packages lie above this one.
    static Kernels scalar() {
        return make(SCALAR_KERNELS);
    }

    /// The vector kernels; nothing here refers to the incubator module where it is absent. Their width is a
    /// constant of the run (`-Dfovea.vectorBits`), because C2 makes good code of constant widths alone.
    static Kernels vector() {
        return make(VECTOR_KERNELS);
    }

    private static Kernels make(String name) {
        try {
            Object made = Class.forName(name).getConstructor().newInstance();
            return (Kernels) ((Supplier<?>) made).get();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " is not there", e);
        }
    }
}
