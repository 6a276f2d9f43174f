package org.fovea.engine.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/// Chooses the kernels, once: vector where the JDK's Vector API is there, else scalar.
///
/// `-Dfovea.kernels=scalar|vector` forces the implementation and `-Dfovea.vectorBits=128|256|512` the width.
public final class KernelSelection {
    private static final String VECTOR_KERNELS = "org.fovea.engine.kernel.vector.VectorKernels";

    private KernelSelection() {}

    /// The kernels that this run uses.
    public static Kernels selected() {
        return Selected.KERNELS;
    }

    private static final class Selected {
        static final Kernels KERNELS = select(System.getProperty("fovea.kernels"));
    }

    static Kernels select(@Nullable String wanted) {
        if (wanted != null && !wanted.equals("scalar") && !wanted.equals("vector")) {
            throw new IllegalArgumentException("fovea.kernels must be scalar or vector, found \"" + wanted + "\"");
        }
        if ("scalar".equals(wanted)) {
            return new ScalarKernels();
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return vector();
        }
        String remedy = "run from the module path, or add --add-modules jdk.incubator.vector";
        if (wanted != null) {
            throw new IllegalStateException("fovea.kernels=vector, but jdk.incubator.vector is not there: " + remedy);
        }
        System.getLogger("org.fovea.engine")
                .log(
                        Level.WARNING,
                        "The Vector API is not there; scalar kernels are used, which are slow. To have it, " + remedy);
        return new ScalarKernels();
    }

    /// The vector kernels, reached by name, so that nothing here refers to the incubator module where it is absent.
    /// Their width is a constant of the run (`-Dfovea.vectorBits`), because C2 makes good code of constant widths
    /// alone.
    static Kernels vector() {
        try {
            return Class.forName(VECTOR_KERNELS)
                    .asSubclass(Kernels.class)
                    .getConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the vector kernels do not start: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector kernels are not there", e);
        }
    }
}
