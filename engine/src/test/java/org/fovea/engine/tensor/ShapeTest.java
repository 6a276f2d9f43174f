package org.fovea.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void knowsItsExtents() {
        Shape shape = Shape.of(8, 28, 14, 3);
        assertEquals(4, shape.rank());
        assertEquals(8 * 28 * 14 * 3, shape.size());
        assertEquals(8, shape.extent(0));
        assertEquals(3, shape.extent(3));
        assertEquals(3, shape.extent(-1));
        assertEquals(8, shape.extent(-4));
        assertEquals(3, shape.channels());
        assertEquals("8×28×14×3", shape.toString());
        assertArrayEquals(new int[] {8, 28, 14, 3}, shape.toArray());
    }

    @Test
    void aScalarHasOneElementAndNoExtents() {
        Shape scalar = Shape.of();
        assertEquals(0, scalar.rank());
        assertEquals(1, scalar.size());
        assertEquals("scalar", scalar.toString());
        assertThrows(IllegalArgumentException.class, scalar::channels);
        assertThrows(IllegalArgumentException.class, scalar::example);
        assertEquals(Shape.of(5), scalar.batch(5));
    }

    @Test
    void batchAndExampleUndoEachOther() {
        Shape picture = Shape.of(4, 5, 2);
        assertEquals(Shape.of(7, 4, 5, 2), picture.batch(7));
        assertEquals(picture, picture.batch(7).example());
        assertEquals(Shape.of(), Shape.of(3).example());
    }

    @Test
    void isAValue() {
        int[] extents = {2, 3};
        Shape shape = Shape.of(extents);
        extents[0] = 9;
        shape.toArray()[1] = 9;
        assertEquals(Shape.of(2, 3), shape);
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(3, 2), shape);
        assertNotEquals(Shape.of(2, 3, 1), shape);
        assertNotEquals("2×3", (Object) shape);
    }

    @Test
    void refusesExtentsBelowOne() {
        assertEquals("extent 1 of 3×0×2 must be at least 1", refusal(3, 0, 2));
        assertEquals("extent 0 of -1 must be at least 1", refusal(-1));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2).batch(0));
    }

    @Test
    void refusesMoreElementsThanAnArrayHolds() {
        int most = Integer.MAX_VALUE - 8;
        assertEquals(most, Shape.of(most).size());
        assertEquals("shape 2147483640 holds more elements than one array can (2^31 - 9)", refusal(most + 1));
        assertEquals("shape 65536×65536 holds more elements than one array can (2^31 - 9)", refusal(65_536, 65_536));
        // 2^64, which is 0 in 64 bits.
        assertThrows(IllegalArgumentException.class, () -> Shape.of(65_536, 65_536, 65_536, 65_536));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(most).batch(2));
    }

    @Test
    void refusesAxesItDoesNotHave() {
        Shape shape = Shape.of(2, 3);
        for (int axis : new int[] {2, -3, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> shape.extent(axis));
            assertEquals("shape 2×3 has no axis " + axis, refused.getMessage());
        }
    }

    private static String refusal(int... extents) {
        return assertThrows(IllegalArgumentException.class, () -> Shape.of(extents))
                .getMessage();
    }
}
