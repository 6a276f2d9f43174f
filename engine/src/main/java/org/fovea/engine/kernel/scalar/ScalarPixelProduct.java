package org.fovea.engine.kernel.scalar;

import java.util.Arrays;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.parallel.Workers;

/// The sums of a convolution's forward pass, or of its pass to the data: for each pixel of a grid, over taps t and
/// source channels c of the group,
///
/// ```
/// target[pixel, o] = Σ source[tap t of pixel, c] · filters[o, t, c]
/// ```
///
/// A piece of work is a block of pixels. The source is gathered into rows, one for each (t, c), in which pixels lie
/// next to each other; then each target channel is a row of sums over those rows.
final class ScalarPixelProduct {
    /// Target channels of a piece, where there are few blocks of pixels.
    private static final int FEW_CHANNELS = 32;
    /// Blocks of pixels that are enough for a few threads.
    private static final int ENOUGH_BLOCKS = 8;

    private final ScalarTaps taps;
    private final int groups;
    /// Source and target channels of one group.
    private final int sourceChannels;
    private final int targetChannels;
    /// Terms of a sum.
    private final int depth;
    private final int blocks;
    /// Parts into which the target channels of a group are cut.
    private final int parts;
    private final float[] filters;

    ScalarPixelProduct(ScalarTaps taps, int groups, int sourceChannels, int targetChannels) {
        this.taps = taps;
        this.groups = groups;
        this.sourceChannels = sourceChannels;
        this.targetChannels = targetChannels;
        depth = taps.taps() * sourceChannels;
        blocks = Math.ceilDiv(taps.pixels(), ScalarPanel.WIDTH);
        parts = blocks < ENOUGH_BLOCKS ? Math.ceilDiv(targetChannels, FEW_CHANNELS) : 1;
        filters = new float[groups * targetChannels * depth];
    }

    ScalarTaps taps() {
        return taps;
    }

    /// Where in the filters of a convolution the factor of a term lies.
    @FunctionalInterface
    interface Layout {
        /// @param t a tap of the grid
        /// @param target the target channel, counted over all groups
        /// @param source the source channel within the group
        int at(int t, int target, int source);
    }

    /// Brings w into the order in which the sums read it.
    void setFilters(float[] w, Layout layout, Workers workers) {
        workers.run(groups * targetChannels, o -> {
            for (int t = 0; t < taps.taps(); t++) {
                for (int c = 0; c < sourceChannels; c++) {
                    filters[o * depth + t * sourceChannels + c] = w[layout.at(t, o, c)];
                }
            }
        });
    }

    void run(float[] source, Epilogue epilogue, boolean add, float[] target, Workers workers) {
        workers.run(blocks * groups * parts, piece -> {
            int block = piece / (groups * parts);
            int group = piece / parts % groups;
            int part = piece % parts;
            int from = targetChannels * part / parts;
            int to = targetChannels * (part + 1) / parts;
            new Piece(block, group, from, to).compute(source, epilogue, add, target);
        });
    }

    /// Target channels from … to of a group, for one block of pixels.
    private final class Piece {
        private final int firstPixel;
        private final int pixels;
        private final int group;
        private final int channels;
        /// The first target channel, counted over all groups.
        private final int firstChannel;
        private final ScalarPanel panel = ScalarPanel.ofThread();
        private final float[][] sums;
        private final int[] at = panel.places;

        Piece(int block, int group, int from, int to) {
            this.group = group;
            firstPixel = block * ScalarPanel.WIDTH;
            pixels = Math.min(ScalarPanel.WIDTH, taps.pixels() - firstPixel);
            channels = to - from;
            firstChannel = group * targetChannels + from;
            sums = panel.sums(channels);
        }

        void compute(float[] source, Epilogue epilogue, boolean add, float[] target) {
            float[] bias = epilogue.bias();
            for (int o = 0; o < channels; o++) {
                Arrays.fill(sums[o], 0, pixels, bias == null ? 0 : bias[firstChannel + o]);
            }
            for (int k = 0; k < depth; k += ScalarPanel.DEPTH) {
                int terms = Math.min(ScalarPanel.DEPTH, depth - k);
                gather(source, k, terms);
                for (int o = 0; o < channels; o++) {
                    panel.add(filters, (firstChannel + o) * depth + k, terms, sums[o], pixels);
                }
            }
            store(epilogue, add, target);
        }

        /// Rows of the panel: terms from … from + count.
        private void gather(float[] source, int from, int count) {
            int tap = -1;
            for (int i = 0; i < count; i++) {
                int t = (from + i) / sourceChannels;
                if (t != tap) {
                    taps.sources(t, firstPixel, pixels, groups * sourceChannels, at);
                    tap = t;
                }
                int c = group * sourceChannels + (from + i) % sourceChannels;
                float[] row = panel.rows[i];
                for (int p = 0; p < pixels; p++) {
                    row[p] = at[p] < 0 ? 0 : source[at[p] + c];
                }
            }
        }

        private void store(Epilogue epilogue, boolean add, float[] target) {
            taps.targets(firstPixel, pixels, groups * targetChannels, at);
            float[] residual = epilogue.residual();
            for (int o = 0; o < channels; o++) {
                float[] row = sums[o];
                int c = firstChannel + o;
                if (residual != null) {
                    for (int p = 0; p < pixels; p++) {
                        row[p] += residual[at[p] + c];
                    }
                }
                if (epilogue.slopes() == null) {
                    ScalarActivations.activate(epilogue.f(), row, row, 0, pixels);
                } else {
                    ScalarActivations.activate(Activation.leakyRelu(epilogue.slopes()[c]), row, row, 0, pixels);
                }
                for (int p = 0; p < pixels; p++) {
                    target[at[p] + c] = add ? target[at[p] + c] + row[p] : row[p];
                }
            }
        }
    }
}
