package org.fovea.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void sharesTheArrayItIsGiven() {
        float[] data = {1, 2, 3, 4, 5, 6};
        Tensor t = Tensor.of(Shape.of(2, 3), data);
        assertSame(data, t.data());
        t.set(9, 1, 0);
        assertEquals(9, data[3]);
        data[5] = 7;
        assertEquals(7, t.get(1, 2));
    }

    @Test
    void theLastIndexRunsFastest() {
        Tensor t = Tensor.zeros(2, 3, 4);
        for (int i = 0; i < t.size(); i++) {
            t.data()[i] = i;
        }
        assertEquals(1 * 12 + 2 * 4 + 3, t.get(1, 2, 3));
        assertEquals(4, t.get(0, 1, 0));
        assertEquals(5, Tensor.of(Shape.of(), 5).get());
    }

    @Test
    void reshapeSharesAndCopyDoesNot() {
        Tensor t = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertSame(t.data(), t.reshape(Shape.of(3, 2)).data());
        assertEquals(Shape.of(3, 2), t.reshape(Shape.of(3, 2)).shape());
        assertEquals(
                "shape 4 holds 4 elements, the array has 6",
                assertThrows(IllegalArgumentException.class, () -> t.reshape(Shape.of(4)))
                        .getMessage());
        Tensor copy = t.copy();
        assertNotSame(t.data(), copy.data());
        assertArrayEquals(t.data(), copy.data());
        assertEquals(t.shape(), copy.shape());
    }

    @Test
    void slicesAlongTheFirstAxis() {
        Tensor t = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        Tensor part = t.slice(1, 3);
        assertEquals(Shape.of(2, 2), part.shape());
        assertArrayEquals(new float[] {3, 4, 5, 6}, part.data());
        part.data()[0] = 0;
        assertEquals(3, t.get(1, 0), "a slice is a copy");
        for (int[] range : new int[][] {{-1, 2}, {0, 4}, {2, 2}, {2, 1}}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> t.slice(range[0], range[1]));
            assertEquals("entries " + range[0] + " to " + range[1] + " of a tensor of shape 3×2", refused.getMessage());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "shape 2×3 holds 6 elements, the array has 5",
                assertThrows(IllegalArgumentException.class, () -> Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5))
                        .getMessage());
        Tensor t = Tensor.zeros(2, 3);
        assertThrows(IllegalArgumentException.class, () -> t.get(1));
        assertThrows(IllegalArgumentException.class, () -> t.get(1, 1, 1));
        for (int[] index : new int[][] {{2, 0}, {0, 3}, {-1, 0}, {0, -1}}) {
            assertThrows(IndexOutOfBoundsException.class, () -> t.get(index));
            assertThrows(IndexOutOfBoundsException.class, () -> t.set(1, index));
        }
    }

    @Test
    void aTensorWithinALongerArrayEndsWhereItsShapeEnds() {
        float[] storage = {1, 2, 3, 4, 5, 6, 7};
        Tensor t = Tensor.within(storage, Shape.of(2, 3));
        assertSame(storage, t.data());
        assertEquals(6, t.size());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, t.copy().data());
        assertArrayEquals(new float[] {4, 5, 6}, t.slice(1, 2).data());
        assertEquals(4, t.reshape(Shape.of(3, 2)).get(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Tensor.within(storage, Shape.of(2, 4)));
    }
}
