package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelSelectionTest {
    @Test
    void aPropertyChooses() {
        assertEquals("scalar", KernelSelection.select("scalar").description());
        assertEquals("as -Dfovea.kernels=scalar says", KernelSelection.reason("scalar", true));
        Exception wrong = assertThrows(IllegalArgumentException.class, () -> KernelSelection.select("fast"));
        assertTrue(wrong.getMessage().contains("\"fast\""), wrong.getMessage());
    }

    @Test
    void whoRunsOnScalarKernelsIsToldHowToHaveTheOthers() {
        assertTrue(KernelSelection.reason(null, false).contains("--add-modules jdk.incubator.vector"));
        assertFalse(KernelSelection.reason(null, true).contains("--add-modules"));
    }
}
