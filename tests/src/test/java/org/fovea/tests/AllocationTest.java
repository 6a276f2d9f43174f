package org.fovea.tests;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// In its steady state a training step allocates less than 4 KB, on all threads together, and a prediction nothing:
/// buffers are used again, and C2 has put every vector into a register.
///
/// Measured in a virtual machine of its own, so that nothing else allocates there, and on one thread and on two in the
/// same, where what C2 has compiled for the one serves the other. What C2 makes of a method depends on when it gets to
/// it; on a busy machine one compilation in some dozens leaves a vector on the heap. What the kernels must not do is
/// leave it there always: one machine of three has to be clean.
class AllocationTest {
    private static final int ATTEMPTS = 3;

    @Test
    void theSteadyStateAllocatesNextToNothing() throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-modules=jdk.incubator.vector",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AllocationProbe.class.getName(),
                            "1",
                            "2")
                    .redirectErrorStream(true)
                    .start();
            said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            if (process.waitFor() == 0) {
                return;
            }
        }
        fail(said.toString());
    }
}
