package org.fovea.facerec.cli;

import java.io.PrintStream;
import java.lang.Runtime.Version;
import java.lang.management.ManagementFactory;

/// Faults of Java versions that would spoil results in silence.
final class JavaFaults {
    private JavaFaults() {}

    /// Warns where this Java has one.
    static void warn(PrintStream out) {
        if (movesPinnedArrays(Runtime.version()) && usesG1()) {
            out.println("fovea: Java " + Runtime.version() + " with the collector G1 can corrupt what it compresses"
                    + " (JDK-8377811), so files and pictures; use 25.0.3 or later, or"
                    + " FOVEA_JAVA_OPTS=-XX:+UseParallelGC");
        }
    }

    /// Whether G1 of this version moves arrays that native code is reading.
    static boolean movesPinnedArrays(Version version) {
        return version.feature() == 25 && version.interim() == 0 && version.update() < 3;
    }

    private static boolean usesG1() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .anyMatch(collector -> collector.getName().startsWith("G1"));
    }
}
