package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.Runtime.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaFaultsTest {
    @ParameterizedTest
    @CsvSource({"25, true", "25.0.1, true", "25.0.2+10, true", "25.0.3, false", "25.0.3+9-LTS, false", "26, false"})
    void knowsTheVersionsThatMovePinnedArrays(String version, boolean faulty) {
        assertEquals(faulty, JavaFaults.movesPinnedArrays(Version.parse(version)));
    }
}
