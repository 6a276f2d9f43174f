package org.fovea.engine.layer;

import java.util.Arrays;
import org.fovea.engine.tensor.Shape;

/// The operation of a [WindowPool] that no kernel computes: windows with holes, and norms. Its inner loops run along
/// the channels.
final class WindowPooling extends SplitOperation {
    /// The windows along one axis: output o's tap t is on input o·stride − before + t·dilation.
    private record Axis(int kernel, int stride, int dilation, int before, int after, int in, int out) {
        int input(int output, int tap) {
            return output * stride - before + tap * dilation;
        }

        /// The first tap that is on the picture.
        int first(int output) {
            return Math.clamp(Math.ceilDiv((long) before - (long) output * stride, dilation), 0, kernel);
        }

        /// Behind the last tap that is on the picture.
        int end(int output) {
            return ends(output, in - 1L);
        }

        private int ends(int output, long last) {
            return Math.clamp(Math.floorDiv(last + before - (long) output * stride, dilation) + 1, 0, kernel);
        }

        /// The taps that an average counts.
        int counted(int output, boolean padding) {
            return padding ? ends(output, in - 1L + after) : end(output) - first(output);
        }
    }

    private final WindowPool.Kind kind;
    private final int p;
    private final boolean countPadding;
    private final Axis high;
    private final Axis wide;
    private final int c;

    WindowPooling(WindowPool layer, Place place) {
        super(
                place,
                rows -> place.split(
                        place.batch() * place.y().shape().extent(1),
                        grain(place.y().shape()),
                        rows),
                place::splitExamples);
        Shape in = place.x().shape();
        Shape out = place.y().shape();
        Conv2d.Geometry g = layer.geometry();
        kind = layer.kind();
        p = layer.p();
        countPadding = layer.countPadding();
        high = new Axis(
                g.kernelH(), g.strideH(), g.dilationH(), g.padTop(), g.padBottom(), in.extent(1), out.extent(1));
        wide = new Axis(
                g.kernelW(), g.strideW(), g.dilationW(), g.padLeft(), g.padRight(), in.extent(2), out.extent(2));
        c = in.channels();
    }

    private static int grain(Shape y) {
        return Math.max(1, 4_096 / (y.extent(2) * y.channels()));
    }

    /// Where the channels of a tap's cell begin in x.
    private int source(int example, int i, int j, int u, int v) {
        return ((example * high.in + high.input(i, u)) * wide.in + wide.input(j, v)) * c;
    }

    @Override
    protected void forward(int from, int to) {
        for (int row = from; row < to; row++) {
            int i = row % high.out;
            for (int j = 0; j < wide.out; j++) {
                int at = (row * wide.out + j) * c;
                Arrays.fill(y, at, at + c, kind == WindowPool.Kind.MAXIMUM ? Float.NEGATIVE_INFINITY : 0);
                for (int u = high.first(i); u < high.end(i); u++) {
                    for (int v = wide.first(j); v < wide.end(j); v++) {
                        gather(source(row / high.out, i, j, u, v), at);
                    }
                }
                end(at, i, j);
            }
        }
    }

    private void gather(int source, int at) {
        switch (kind) {
            case MAXIMUM -> {
                for (int k = 0; k < c; k++) {
                    y[at + k] = Math.max(y[at + k], x[source + k]);
                }
            }
            case AVERAGE -> {
                for (int k = 0; k < c; k++) {
                    y[at + k] += x[source + k];
                }
            }
            case NORM -> {
                for (int k = 0; k < c; k++) {
                    double size = Math.abs(x[source + k]);
                    y[at + k] += (float) (p == 1 ? size : p == 2 ? size * size : Math.pow(size, p));
                }
            }
        }
    }

    private void end(int at, int i, int j) {
        for (int k = at; k < at + c && kind != WindowPool.Kind.MAXIMUM; k++) {
            y[k] = kind == WindowPool.Kind.AVERAGE
                    ? y[k] / divisor(i, j)
                    : (float) (p == 1 ? y[k] : p == 2 ? Math.sqrt(y[k]) : Math.pow(y[k], 1.0 / p));
        }
    }

    private int divisor(int i, int j) {
        return high.counted(i, countPadding) * wide.counted(j, countPadding);
    }

    @Override
    protected void backward(float[] dy, int from, int to) {
        int picture = high.in * wide.in * c;
        if (!dx.adds()) {
            Arrays.fill(dx.data(), from * picture, to * picture, 0);
        }
        boolean[] given = new boolean[c];
        for (int row = from * high.out; row < to * high.out; row++) {
            int i = row % high.out;
            for (int j = 0; j < wide.out; j++) {
                int at = (row * wide.out + j) * c;
                Arrays.fill(given, false);
                for (int u = high.first(i); u < high.end(i); u++) {
                    for (int v = wide.first(j); v < wide.end(j); v++) {
                        spread(dy, at, source(row / high.out, i, j, u, v), divisor(i, j), given);
                    }
                }
            }
        }
    }

    /// Adds one tap's part of the gradient of one cell of y.
    ///
    /// @param given the channels whose maximum has been found at an earlier tap
    private void spread(float[] dy, int at, int source, int divisor, boolean[] given) {
        float[] d = dx.data();
        for (int k = 0; k < c; k++) {
            float value = x[source + k];
            switch (kind) {
                case MAXIMUM -> {
                    if (value == y[at + k] && !given[k]) {
                        given[k] = true;
                        d[source + k] += dy[at + k];
                    }
                }
                case AVERAGE -> d[source + k] += dy[at + k] / divisor;
                case NORM -> {
                    if (y[at + k] != 0) {
                        double slope = Math.signum(value) * Math.pow(Math.abs(value) / y[at + k], p - 1);
                        d[source + k] += (float) (slope * dy[at + k]);
                    }
                }
            }
        }
    }
}
