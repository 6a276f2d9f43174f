package org.fovea.engine.kernel.vector.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.fovea.engine.definition.ConvolutionShape;

/// A regular grid of target pixels that all see the source through the same taps.
///
/// Target pixel (g, j) of the grid is (targetRow + g·targetStepH, targetColumn + j·targetStepW). Its tap at (down\[a\],
/// right\[b\]) reads source pixel (sourceRow + g·sourceStepH + down\[a\], sourceColumn + j·sourceStepW + right\[b\]),
/// zero outside the picture, and multiplies by filter row tapRow\[a\], column tapColumn\[b\].
///
/// A forward pass has one phase. A backward pass with stride s has up to s² of them: which filter taps reach a pixel of
/// x depends on its row and column modulo s.
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

    /// The phases of a backward pass that any tap reaches, at most one a tap; other pixels of x have no gradient.
    static List<StridePhase> backward(ConvolutionShape s) {
        List<Axis> vertical = Axis.all(s.h(), s.padTop(), s.kh(), s.strideH(), s.dilationH());
        List<Axis> horizontal = Axis.all(s.w(), s.padLeft(), s.kw(), s.strideW(), s.dilationW());
        List<StridePhase> phases = new ArrayList<>();
        for (Axis v : vertical) {
            for (Axis u : horizontal) {
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

    /// One axis of a backward phase: x's positions p from `first` on in steps of the stride, with one rest =
    /// (p + pad) mod stride. The tap k reaches p from dy's position (p + pad − k·dilation) / stride where that is
    /// whole.
    private record Axis(int first, int count, int source, int[] offsets, int[] taps) {
        /// One for each rest that a tap has, in the order of their first positions.
        static List<Axis> all(int extent, int pad, int kernel, int stride, int dilation) {
            SortedSet<Integer> firsts = new TreeSet<>();
            for (int k = 0; k < kernel; k++) {
                firsts.add((int) Math.floorMod((long) k * dilation - pad, (long) stride));
            }
            // A stride beyond the picture leaves rests without a position.
            return firsts.headSet(extent).stream()
                    .map(first -> of(first, extent, pad, kernel, stride, dilation))
                    .toList();
        }

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
                    Arrays.copyOf(offsets, found),
                    Arrays.copyOf(taps, found));
        }
    }
}
