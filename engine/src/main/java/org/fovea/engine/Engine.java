package org.fovea.engine;

import org.fovea.engine.kernel.KernelSelection;

/// What the engine runs on here.
public final class Engine {
    private Engine() {}

    /// The kernels in use, for people: `vector, 512 bits` or `scalar`.
    public static String kernels() {
        return KernelSelection.selected().description();
    }

    /// Why these kernels are in use, for people: `the Vector API is there`, or what to do to have it.
    public static String kernelsReason() {
        return KernelSelection.reason();
    }
}
