package org.fovea.engine.kernel.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.definition.ConvolutionShape;

/// What a pass of a convolution reads for each pixel that it computes: a grid of target pixels in each picture, and the
/// taps of the filters, which lead from a target pixel to source pixels.
///
/// Grid pixels are numbered (n · rows.count + a) · columns.count + b. A tap's number counts the filters' rows that
/// `rows` holds, then the columns.
record ScalarTaps(int n, Axis rows, Axis columns) {
    /// One axis of grid, pictures and filters. Position a of the grid is row (or column) a · step + first of the
    /// target picture, and its q-th tap, row `taps[q]` of the filters, reads row a · sourceStep + sources\[q\] of
    /// the source picture, if there is such a row.
    ///
    /// @param count positions of the grid
    record Axis(
            int count,
            int step,
            int first,
            int targetExtent,
            int sourceStep,
            int sourceExtent,
            int[] taps,
            int[] sources) {
        /// From x to y: y\[a\] reads x\[a · stride − pad + ki · dilation\].
        static Axis forward(int x, int y, int k, int stride, int pad, int dilation) {
            int[] taps = IntStream.range(0, k).toArray();
            int[] sources = IntStream.of(taps).map(ki -> ki * dilation - pad).toArray();
            return new Axis(y, 1, 0, y, stride, x, taps, sources);
        }

        /// From dy to those positions of dx that are `first` modulo the stride: they have the same taps, which
        /// are the ki by which first + pad − ki · dilation is a multiple of the stride.
        static Axis backward(int first, int x, int y, int k, int stride, int pad, int dilation) {
            int[] taps = IntStream.range(0, k)
                    .filter(ki -> (first + pad - ki * dilation) % stride == 0)
                    .toArray();
            int[] sources = IntStream.of(taps)
                    .map(ki -> (first + pad - ki * dilation) / stride)
                    .toArray();
            return new Axis(Math.ceilDiv(x - first, stride), stride, first, x, 1, y, taps, sources);
        }
    }

    /// For y from x: one grid.
    static ScalarTaps forward(ConvolutionShape s) {
        return new ScalarTaps(
                s.n(),
                Axis.forward(s.h(), s.oh(), s.kh(), s.strideH(), s.padTop(), s.dilationH()),
                Axis.forward(s.w(), s.ow(), s.kw(), s.strideW(), s.padLeft(), s.dilationW()));
    }

    /// For dx from dy: a grid for each remainder of row and column modulo the stride.
    static List<ScalarTaps> backward(ConvolutionShape s) {
        List<ScalarTaps> grids = new ArrayList<>();
        for (int i = 0; i < Math.min(s.strideH(), s.h()); i++) {
            Axis rows = Axis.backward(i, s.h(), s.oh(), s.kh(), s.strideH(), s.padTop(), s.dilationH());
            for (int j = 0; j < Math.min(s.strideW(), s.w()); j++) {
                Axis columns = Axis.backward(j, s.w(), s.ow(), s.kw(), s.strideW(), s.padLeft(), s.dilationW());
                grids.add(new ScalarTaps(s.n(), rows, columns));
            }
        }
        return grids;
    }

    /// Pixels of the grid over all pictures.
    int pixels() {
        return n * rows.count * columns.count;
    }

    /// How many taps there are.
    int taps() {
        return rows.taps.length * columns.taps.length;
    }

    /// The number ki · kw + kj of tap t in the filters.
    int filterTap(int t, int kw) {
        return rows.taps[t / columns.taps.length] * kw + columns.taps[t % columns.taps.length];
    }

    /// at\[p\] = where the channels of the target of grid pixel from + p begin, in an array of `channels`.
    void targets(int from, int count, int channels, int[] at) {
        for (int p = 0; p < count; p++) {
            int b = (from + p) % columns.count;
            int line = (from + p) / columns.count;
            int ii = line % rows.count * rows.step + rows.first;
            int jj = b * columns.step + columns.first;
            at[p] = ((line / rows.count * rows.targetExtent + ii) * columns.targetExtent + jj) * channels;
        }
    }

    /// at\[p\] = where the channels of what tap t reads for grid pixel from + p begin, in an array of `channels`;
    /// −1 if it lies outside of the picture.
    void sources(int t, int from, int count, int channels, int[] at) {
        int down = rows.sources[t / columns.taps.length];
        int across = columns.sources[t % columns.taps.length];
        int b = from % columns.count;
        int a = from / columns.count % rows.count;
        int picture = from / columns.count / rows.count;
        for (int p = 0; p < count; p++) {
            int ii = a * rows.sourceStep + down;
            int jj = b * columns.sourceStep + across;
            boolean inside = ii >= 0 && ii < rows.sourceExtent && jj >= 0 && jj < columns.sourceExtent;
            at[p] = inside ? ((picture * rows.sourceExtent + ii) * columns.sourceExtent + jj) * channels : -1;
            if (++b == columns.count) {
                b = 0;
                if (++a == rows.count) {
                    a = 0;
                    picture++;
                }
            }
        }
    }
}
