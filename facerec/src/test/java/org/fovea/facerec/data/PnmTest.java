package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PnmTest {
    private static Picture read(String file) throws IOException {
        return Pnm.read(file.getBytes(StandardCharsets.ISO_8859_1), ReadingOptions.standard());
    }

    private static String refusal(String file) {
        return assertThrows(RefusedPictureException.class, () -> read(file)).getMessage();
    }

    private static String damage(String file) {
        var e = assertThrows(IOException.class, () -> read(file));
        assertFalse(e instanceof RefusedPictureException, e.getMessage());
        return String.valueOf(e.getMessage());
    }

    @Test
    void commentsMayStandAnywhereInPlainFiles() throws IOException {
        assertArrayEquals(
                new float[] {0, 128 / 255f, 1},
                read("P2 # kind\n3 # width\n1\n255# largest\n0 # first\n128#second\n 255")
                        .data(),
                1e-7f);
        assertArrayEquals(
                new float[] {0, 1, 1, 0}, read("P1\n2 2\n10 # a row\n0\n1").data());
        assertArrayEquals(
                new float[] {1, 0, 0.5f},
                read("P3\n# one pixel\n1 1 2\n2 0\n# blue\n1\n").data());
    }

    @Test
    void aHashInARawRasterIsASample() throws IOException {
        assertArrayEquals(
                new float[] {35 / 255f, 10 / 255f}, read("P5\n2 1\n255\n#\n").data(), 1e-7f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P2\n3 1\n100\n0 50 250\n",
                "P5\n3 1\n100\n\0002\u00fa",
                "P5\n3 1\n300\n\0\0\0002\1\u00ff",
                "P7\nWIDTH 3\nHEIGHT 1\nDEPTH 1\nMAXVAL 100\nENDHDR\n\0002\u00fa"
            })
    void samplesAboveTheLargestValueAreRefused(String file) {
        String said = refusal(file);
        assertTrue(
                said.matches("with a sample of (250|511) in row 0, column 2, above the largest value (100|300).*"),
                said);
    }

    @Test
    void everyDepthIsExact() throws IOException {
        assertArrayEquals(new float[] {3 / 15f, 1}, read("P2\n2 1\n15\n3 15\n").data(), 1e-7f);
        assertArrayEquals(
                new float[] {500 / 1000f, 999 / 1000f},
                read("P5\n2 1\n1000\n\1\u00f4\3\u00e7").data(),
                1e-7f);
    }

    @Test
    void pamIsReadWithItsTransparencyOnWhite() throws IOException {
        String size = "P7\n# made by hand\nWIDTH 1\nHEIGHT 2\n";
        assertArrayEquals(
                new float[] {0, 0.2f, 0.4f, 1, 1, 1},
                read(size + "DEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n\0003f\u00ff\0\0\0\0")
                        .data(),
                1e-6f);
        Picture bits = read(size + "DEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n\0\1");
        assertEquals("Picture 1×2 grey", bits.toString());
        assertArrayEquals(new float[] {0, 1}, bits.data(), "unlike a bitmap's, ones are white");
        assertEquals(
                "of 4 samples a pixel of type CMYK; grey and RGB are read",
                refusal(size + "DEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\n\0\0\0\0\0\0\0\0"));
    }

    @Test
    void whatIsNotThereIsDamage() {
        for (String file :
                new String[] {"P5\n2 2\n255\n\1\1\1", "P2\n2 1\n9\n1", "P4\n9 1\n\1", "P6\n1 1\n255", "P7\nWIDTH"}) {
            damage(file);
        }
        assertEquals("a number expected at byte 11, found \"x\"", damage("P2\n2 1\n9\n1 x"));
        assertEquals("it claims 0×5 pixels", damage("P5\n0 5\n255\n"));
        assertEquals("its largest value is 70000; it must be 1 to 65535", damage("P5\n1 1\n70000\n\0\0"));
    }

    @Test
    void sizesAboveTheLimitAreRefusedBeforeRoomIsMade() {
        assertEquals(
                "of 15000×15000 pixels; the limit (--max-pixels) is 70000000 pixels", refusal("P5 15000 15000 255 \1"));
        assertTrue(refusal("P5 2147483647 2147483647 255 ").startsWith("of 2147483647×2147483647 pixels"));
    }
}
