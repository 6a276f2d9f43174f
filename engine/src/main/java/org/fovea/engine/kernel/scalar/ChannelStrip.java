package org.fovea.engine.kernel.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Channels first … first + width of an array of c channels, in `rows` pixels at a time: as much as a row of
/// [ScalarPanel] takes. All channels of several pixels where they fit, else some channels of one pixel. Either way the
/// block is contiguous where the pixels are neighbours.
///
/// Copied to index 0, beside values a channel repeated for each pixel, it is work for loops of one index, of which C2
/// makes vector code.
record ChannelStrip(int c, int first, int width, int rows) {
    /// Strips that together cover all channels.
    static List<ChannelStrip> of(int c) {
        List<ChannelStrip> strips = new ArrayList<>();
        for (int k = 0; k < c; k += ScalarPanel.WIDTH) {
            int width = Math.min(ScalarPanel.WIDTH, c - k);
            strips.add(new ChannelStrip(c, k, width, Math.max(1, ScalarPanel.WIDTH / c)));
        }
        return strips;
    }

    /// Where the strip begins in pixel `row`.
    int at(int row) {
        return row * c + first;
    }

    /// Values of the strip in rows from `row` on, but before `to`.
    int length(int row, int to) {
        return Math.min(rows, to - row) * width;
    }

    /// y = the strip's part of x\[at … at + c), once for each of its rows.
    void repeat(float[] x, int at, float[] y) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, at + first, y, r * width, width);
        }
    }

    /// y = the strip's channels of pixels that begin at `places`; zeros where a place is −1.
    void gather(float[] x, int[] places, int count, float[] y) {
        for (int p = 0; p < count; p++) {
            if (places[p] < 0) {
                Arrays.fill(y, p * width, (p + 1) * width, 0);
            } else {
                System.arraycopy(x, places[p] + first, y, p * width, width);
            }
        }
    }

    /// The opposite: y's pixels at `places` = x.
    void scatter(float[] x, int[] places, int count, float[] y) {
        for (int p = 0; p < count; p++) {
            System.arraycopy(x, p * width, y, places[p] + first, width);
        }
    }

    /// y\[at + k\] = the sum over the strip's rows of what x holds for channel k, for the strip's channels.
    void fold(double[] x, float[] y, int at) {
        for (int k = 0; k < width; k++) {
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += x[r * width + k];
            }
            y[at + first + k] = (float) sum;
        }
    }
}
