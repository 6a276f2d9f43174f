package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignedArrayTest {
    /// Sixteen floats are a line; Scratch.FIRST is where the first whole one of a large array begins.
    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 5_000, 300_000, 600_000})
    void beginsWithALineOfALargeArrayAndHoldsZeros(int length) {
        AlignedArray one = AlignedArray.of(length);
        assertEquals(0, (one.at() - Scratch.FIRST) % 16);
        assertTrue(one.at() + length <= one.array().length);
        assertTrue(one.array().length >= Scratch.LEAST, "too short for a place of its own");
        for (int i = 0; i < length; i++) {
            assertEquals(0f, one.array()[one.at() + i]);
        }
    }

    @Test
    void stretchesDoNotOverlap() {
        AlignedArray first = AlignedArray.of(100_000);
        AlignedArray second = AlignedArray.of(100_000);
        AlignedArray many = AlignedArray.of(500_000);
        Arrays.fill(first.array(), first.at(), first.at() + 100_000, 1);
        assertEquals(0f, second.array()[second.at()]);
        assertEquals(0f, second.array()[second.at() + 99_999]);
        assertNotSame(first.array(), many.array());
        if (first.array() == second.array()) {
            assertNotEquals(first.at(), second.at());
        }
    }
}
