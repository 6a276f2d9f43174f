package org.fovea.engine.kernel.vector.product;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.kernel.ConvolutionShape;

/// A regular grid of target pixels that all see the source through the same taps.
///
/// Target pixel (g, j) of the grid is (targetRow + g·targetStepH, targetColumn + j·targetStepW). Its tap at (down\[a\],
/// right\[b\]) reads source pixel (sourceRow + g·sourceStepH + down\[a\], sourceColumn + j·sourceStepW + right\[b\]),
/// zero outside the picture, and multiplies by filter row tapRow\[a\], column tapColumn\[b\].
///
/// A forward pass has one phase. A backward pass with stride s has s² of them: which filter taps reach a pixel of x
/// depends on its row and column modulo s.
///
/// @param down rows of the taps, ascending
/// @param right columns of the taps, ascending
record StridePhase(
        int rows,
        int columns,
        int targetRow,
        int targetColumn,
        int targetStepH,
        int targetStepW,
        int sourceRow,
        int sourceColumn,
        int sourceStepH,
        int sourceStepW,
        int[] down,
        int[] right,
        int[] tapRow,
        int[] tapColumn) {

    static List<StridePhase> forward(ConvolutionShape s) {
        int[] tapRow = TiledProduct.rows(s.kh(), 1);
        int[] tapColumn = TiledProduct.rows(s.kw(), 1);
        return List.of(new StridePhase(
                s.oh(),
                s.ow(),
                0,
                0,
                1,
                1,
                -s.padTop(),
                -s.padLeft(),
                s.strideH(),
                s.strideW(),
                TiledProduct.rows(s.kh(), s.dilationH()),
                TiledProduct.rows(s.kw(), s.dilationW()),
                tapRow,
                tapColumn));
    }

    static List<StridePhase> backward(ConvolutionShape s) {
        List<StridePhase> phases = new ArrayList<>();
        // One for each pixel that can be a phase's first: of a stride beyond the picture not all rests have one.
        for (int row = 0; row < Math.min(s.strideH(), s.h()); row++) {
            for (int column = 0; column < Math.min(s.strideW(), s.w()); column++) {
                Axis v = Axis.of(row, s.h(), s.padTop(), s.kh(), s.strideH(), s.dilationH());
                Axis u = Axis.of(column, s.w(), s.padLeft(), s.kw(), s.strideW(), s.dilationW());
                phases.add(new StridePhase(
                        v.count,
                        u.count,
                        v.first,
                        u.first,
                        s.strideH(),
                        s.strideW(),
                        v.source,
                        u.source,
                        1,
                        1,
                        v.offsets,
                        u.offsets,
                        v.taps,
                        u.taps));
            }
        }
        return phases;
    }

    int taps() {
        return down.length * right.length;
    }

    /// Whether the taps of a row read neighbouring pixels.
    boolean contiguous() {
        return right.length > 0 && right[right.length - 1] - right[0] == right.length - 1;
    }

    /// One axis of a backward phase: x's positions p from `first` on in steps of the stride, with one rest = (p +
    /// pad) mod stride. The tap k reaches p from
    /// dy's position (p + pad − k·dilation) / stride where that is whole.
    private record Axis(int first, int count, int source, int[] offsets, int[] taps) {
        static Axis of(int first, int extent, int pad, int kernel, int stride, int dilation) {
            int rest = (int) (((long) first + pad) % stride);
            int count = Math.ceilDiv(extent - first, stride);
            int[] offsets = new int[kernel];
            int[] taps = new int[kernel];
            int found = 0;
            for (int k = kernel - 1; k >= 0; k--) { // the last tap reads the earliest row: ascending offsets
                if (Math.floorMod(rest - k * dilation, stride) == 0) {
                    offsets[found] = Math.floorDiv(rest - k * dilation, stride);
                    taps[found++] = k;
                }
            }
            return new Axis(
                    first,
                    count,
                    (first + pad - rest) / stride,
                    java.util.Arrays.copyOf(offsets, found),
                    java.util.Arrays.copyOf(taps, found));
        }
    }
}
