package org.fovea.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void picturesTurnFromChannelsFirstToChannelsLast() {
        Tensor nchw = counted(2, 3, 4, 5);
        Tensor nhwc = Layout.nchwToNhwc(nchw);
        assertEquals(Shape.of(2, 4, 5, 3), nhwc.shape());
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 3; c++) {
                for (int h = 0; h < 4; h++) {
                    for (int w = 0; w < 5; w++) {
                        assertEquals(nchw.get(n, c, h, w), nhwc.get(n, h, w, c));
                    }
                }
            }
        }
        Tensor back = Layout.nhwcToNchw(nhwc);
        assertEquals(nchw.shape(), back.shape());
        assertArrayEquals(nchw.data(), back.data());
    }

    @Test
    void filtersTurnFromOutputsFirstToOutputsLast() {
        Tensor oihw = counted(5, 4, 2, 3);
        Tensor hwio = Layout.oihwToHwio(oihw);
        assertEquals(Shape.of(2, 3, 4, 5), hwio.shape());
        for (int o = 0; o < 5; o++) {
            for (int i = 0; i < 4; i++) {
                for (int h = 0; h < 2; h++) {
                    for (int w = 0; w < 3; w++) {
                        assertEquals(oihw.get(o, i, h, w), hwio.get(h, w, i, o));
                    }
                }
            }
        }
        Tensor back = Layout.hwioToOihw(hwio);
        assertEquals(oihw.shape(), back.shape());
        assertArrayEquals(oihw.data(), back.data());
    }

    @Test
    void aMatrixIsTransposed() {
        Tensor t = Layout.permute(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6), 1, 0);
        assertEquals(Shape.of(3, 2), t.shape());
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, t.data());
    }

    @Test
    void aPermutationCopiesEvenWhereNothingMoves() {
        Tensor t = counted(2, 1, 3);
        Tensor same = Layout.permute(t, 0, 1, 2);
        assertArrayEquals(t.data(), same.data());
        same.data()[0] = 9;
        assertEquals(0, t.data()[0]);
        Tensor scalar = Layout.permute(Tensor.of(Shape.of(), 4));
        assertArrayEquals(new float[] {4}, scalar.data());
    }

    @Test
    void refusesAxesThatAreNoPermutation() {
        Tensor t = counted(2, 3, 4);
        for (int[] axes : new int[][] {{0, 1}, {0, 1, 2, 3}, {0, 1, 1}, {0, 1, 3}, {-1, 0, 1}, {}}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Layout.permute(t, axes));
            assertEquals(Arrays.toString(axes) + " does not name every axis of 2×3×4 once", refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Layout.nchwToNhwc(t));
    }

    private static Tensor counted(int... extents) {
        Tensor t = Tensor.zeros(extents);
        for (int i = 0; i < t.size(); i++) {
            t.data()[i] = i;
        }
        return t;
    }
}
