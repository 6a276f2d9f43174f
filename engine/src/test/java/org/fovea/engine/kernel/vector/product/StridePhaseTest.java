package org.fovea.engine.kernel.vector.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.parallel.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernels")
class StridePhaseTest {
    private static ConvolutionShape shape(int size, int kernel, int stride, int pad) {
        return new ConvolutionShape(2, size, size, 3, 2, kernel, kernel, stride, stride, pad, pad, pad, pad, 1, 1, 1);
    }

    @Test
    void aBackwardPassHasNoMorePhasesThanTaps() {
        var phases = StridePhase.backward(shape(2_000, 3, 1_000, 1));
        assertEquals(9, phases.size());
        assertTrue(phases.stream().allMatch(phase -> phase.taps() == 1));
    }

    @Test
    void aStrideWithinTheKernelHasAllItsPhases() {
        var phases = StridePhase.backward(shape(10, 3, 2, 1));
        assertEquals(4, phases.size());
        assertEquals(9, phases.stream().mapToInt(StridePhase::taps).sum());
    }

    /// With filters and dy of ones a pixel gets one from every window that sees it, for each of two channels.
    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "2, 4", "2, 7", "2, 50", "1, 2", "1, 50"})
    void pixelsThatNoTapReachesGetZero(int kernel, int stride) {
        ConvolutionShape s = shape(11, kernel, stride, 1);
        float[] dy = ones(s.n() * s.oh() * s.ow() * s.oc());
        float[] w = ones(s.kh() * s.kw() * s.c() * s.oc());
        float[] dx = new float[s.n() * s.h() * s.w() * s.c()];
        Arrays.fill(dx, Float.NaN);
        float[] sum = new float[dx.length];
        Arrays.fill(sum, 5);
        try (Workers workers = new Workers(2)) {
            ImplicitProduct backward = new ImplicitProduct(s, true);
            backward.run(dy, w, Epilogue.NONE, dx, false, workers);
            backward.run(dy, w, Epilogue.NONE, sum, true, workers);
        }
        for (int i = 0; i < dx.length; i++) {
            int row = i / (s.w() * s.c()) % s.h();
            int column = i / s.c() % s.w();
            float expected = s.oc() * windows(s, row, s.oh()) * windows(s, column, s.ow());
            assertEquals(expected, dx[i], "at " + row + ", " + column);
            assertEquals(expected + 5, sum[i], "added at " + row + ", " + column);
        }
    }

    /// How many windows of an axis see the position.
    private static int windows(ConvolutionShape s, int position, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            int tap = position + s.padTop() - i * s.strideH();
            found += tap >= 0 && tap < s.kh() ? 1 : 0;
        }
        return found;
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
