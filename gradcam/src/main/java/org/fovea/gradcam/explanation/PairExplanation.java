package org.fovea.gradcam.explanation;

import java.util.Objects;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Backward;
import org.fovea.gradcam.Forward;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Tail;
import org.fovea.gradcam.Targets;
import org.jspecify.annotations.Nullable;

/// Why two pictures are found alike, as sums that add up to the similarity of their embeddings e and f:
///
/// cos = e·f / (‖e‖·‖f‖).
///
/// A cosine by itself is no sum of parts: it does not change when an embedding grows, so its gradient has no component
/// along the embedding, and what speaks for and against always cancels. With both lengths held at what they are,
/// though, cos is linear in e, and each cell of the layer has its share of it:
///
/// map\[i\] = Σₖ A\[i, k\]·∂(e·f/(‖e‖·‖f‖))/∂A\[i, k\], and cos = Σᵢ map\[i\] + bias + residue,
///
/// which is HiResCAM's map of that function. `bias` is the same function of e at A = 0. The residue is 0 but for
/// rounding where e is linear in A, as it is in embedding networks that end in a linear pooling, and what is left
/// elsewhere. Cells above 0 make the two alike, cells below 0 speak against it.
///
/// Where e and f are linear in their activations, cos is a sum over *pairs* of cells as well: with eᵢ what cell i alone
/// adds to e, and e₀ what is there without any, cos = Σᵢⱼ eᵢ·fⱼ / (‖e‖·‖f‖), i and j from 0.
///
/// Sources: Draelos and Carin 2020 (HiResCAM); Stylianou, Souvenir and Pless, "Visualizing Deep Similarity Networks",
/// WACV 2019, arXiv:1901.00536, for the pairs of cells.
///
/// @param node whose output is the embedding
/// @param layer whose cells have the shares
/// @param similarity cos, from −1 to 1
/// @param first the first picture's shares
/// @param second the second's
/// @param pairs by first and second cell what the two add together, (Z + 1)·(Z + 1) row by row, the last of each being
///     what is there without any cell; null where an embedding is not linear in its activations, or cells are very many
public record PairExplanation(
        String node, String layer, double similarity, Side first, Side second, double @Nullable [] pairs) {
    /// With more cells than this pairs of them are not measured.
    private static final int MOST_CELLS = 256;

    /// So much of what is added up may be missing from a sum of 32-bit numbers.
    private static final double ROUNDING = 1e-5;

    /// One picture's shares of the similarity.
    ///
    /// @param map each cell's, signed
    /// @param bias what the similarity would be without any activation, lengths held
    /// @param residue what map and bias do not reach
    public record Side(HeatMap map, double bias, double residue) {
        /// Σ of the cells above 0: what makes the two alike.
        public double positive() {
            return map.positive().sum();
        }

        /// Σ of the cells below 0, a number below 0: what speaks against it.
        public double negative() {
            return -map.negative().sum();
        }

        /// Whether the residue is rounding.
        public boolean exact() {
            return Math.abs(residue) <= ROUNDING * (1 + positive() - negative() + Math.abs(bias));
        }
    }

    /// Explains a pair.
    ///
    /// @param layer with height and width, on which the embedding depends
    /// @param first (1, H, W, C), or (2, H, W, C) for a picture and its mirror image, whose embeddings are added,
    ///     and whose shares are, the mirror image's turned back
    /// @param second likewise
    /// @throws IllegalArgumentException if a picture, the node or the layer does not fit, or an embedding is zero
    public static PairExplanation of(
            Network network, String node, String layer, Tensor first, Tensor second, Workers workers) {
        Half a = Half.of(network, node, first, workers);
        Half b = Half.of(network, node, second, workers);
        double similarity = 0;
        for (int k = 0; k < a.unit.length; k++) {
            similarity += a.unit[k] * b.unit[k];
        }
        return new PairExplanation(
                node,
                layer,
                similarity,
                a.side(b, layer, similarity),
                b.side(a, layer, similarity),
                pairs(a.cells(layer), b.cells(layer)));
    }

    /// How far from 0 the farthest cell of both maps is: the scale on which the two can be laid side by side.
    public float largest() {
        Scaling.Range a = Scaling.Range.of(first.map().values());
        Scaling.Range b = Scaling.Range.of(second.map().values());
        return Math.max(Math.max(a.max(), b.max()), -Math.min(a.min(), b.min()));
    }

    private static double @Nullable [] pairs(double @Nullable [][] a, double @Nullable [][] b) {
        if (a == null || b == null) {
            return null;
        }
        double[] pairs = new double[a.length * b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                double sum = 0;
                for (int k = 0; k < a[i].length; k++) {
                    sum += a[i][k] * b[j][k];
                }
                pairs[i * b.length + j] = sum;
            }
        }
        return pairs;
    }

    /// One of the two, and its embedding.
    ///
    /// @param unit the embedding over its length
    private record Half(Forward forward, String node, double length, double[] unit) {
        static Half of(Network network, String node, Tensor pictures, Workers workers) {
            int count = pictures.shape().extent(0);
            if (count > 2) {
                throw new IllegalArgumentException(
                        "a picture, or a picture and its mirror image, found a batch of " + count);
            }
            Forward forward = Forward.of(network, pictures, workers);
            Tensor all = forward.activation(node);
            double[] sum = new double[all.size() / count];
            for (int i = 0; i < all.size(); i++) {
                sum[i % sum.length] += all.data()[i];
            }
            double squares = 0;
            for (double v : sum) {
                squares += v * v;
            }
            if (!(squares > 0 && Double.isFinite(squares))) {
                throw new IllegalArgumentException(network.name() + ": the squares of the embedding at \"" + node
                        + "\" add up to " + squares + ", so that it has no direction");
            }
            double length = Math.sqrt(squares);
            for (int k = 0; k < sum.length; k++) {
                sum[k] /= length;
            }
            return new Half(forward, node, length, sum);
        }

        /// This picture's shares, the other one's embedding and both lengths held.
        Side side(Half other, String layer, double similarity) {
            Backward question = forward.backward(node, Targets.of("similarity, lengths held", (y, dy) -> {
                double sum = 0;
                for (int k = 0; k < y.length; k++) {
                    dy[k] = (float) (other.unit[k] / length);
                    sum += y[k] * other.unit[k] / length;
                }
                return sum;
            }));
            Subject subject = Subject.of(question).layer(layer);
            Shape shape = subject.network().node(layer).shape();
            double[] cells = new double[shape.extent(0) * shape.extent(1)];
            double bias = 0;
            double all = 0;
            for (int n = 0; n < forward.size(); n++) {
                double[] terms = subject.reading(n).each((x, g) -> x * g);
                for (int i = 0; i < terms.length; i++) {
                    cells[place(i / shape.channels(), shape.extent(1), n)] += terms[i];
                    all += terms[i];
                }
                bias += subject.scoresAfter(n, Tensor.zeros(shape.batch(1)))[0];
            }
            float[] map = new float[cells.length];
            for (int i = 0; i < map.length; i++) {
                map[i] = (float) cells[i];
            }
            return new Side(
                    new HeatMap(
                            shape.extent(0),
                            shape.extent(1),
                            map,
                            "HiResCAM",
                            layer,
                            "similarity to the other picture, lengths held"),
                    bias,
                    similarity - all - bias);
        }

        /// Where a cell is shown: those of the mirror image, which comes second, are turned back.
        private static int place(int cell, int width, int picture) {
            int column = cell % width;
            return picture == 0 ? cell : cell - column + width - 1 - column;
        }

        /// What each cell alone adds to the embedding, over the embedding's length, and last what is there
        /// without any; null where these do not add up to it.
        double @Nullable [][] cells(String layer) {
            Shape shape = forward.network().node(layer).shape();
            int count = shape.extent(0) * shape.extent(1);
            if (count > MOST_CELLS) {
                return null;
            }
            double[][] added = new double[count + 1][unit.length];
            for (int n = 0; n < forward.size(); n++) {
                add(n, layer, shape, added);
            }
            double missing = 0;
            for (int k = 0; k < unit.length; k++) {
                double sum = 0;
                for (double[] cell : added) {
                    sum += cell[k];
                }
                missing = Math.max(missing, Math.abs(sum - unit[k]));
            }
            return missing <= ROUNDING * count ? added : null;
        }

        private void add(int picture, String layer, Shape shape, double[][] added) {
            int count = added.length - 1;
            int channels = shape.channels();
            float[] a = forward.activation(layer).slice(picture, picture + 1).data();
            double[][] out = new double[count + 1][];
            Tail tail = Subject.of(forward.backward(node, Targets.logit(0)))
                    .layer(layer)
                    .tail(picture);
            new Sweep(tail.network(), forward.workers())
                    .forward(
                            count + 1,
                            (i, into, offset) -> {
                                java.util.Arrays.fill(into, offset, offset + a.length, 0);
                                if (i < count) {
                                    System.arraycopy(a, i * channels, into, offset + i * channels, channels);
                                }
                            },
                            (trace, first, size) -> {
                                for (int i = 0; i < size; i++) {
                                    float[] y = trace.activation(node)
                                            .slice(i, i + 1)
                                            .data();
                                    out[first + i] = new double[y.length];
                                    for (int k = 0; k < y.length; k++) {
                                        out[first + i][k] = y[k] / length;
                                    }
                                }
                            });
            double[] none = Objects.requireNonNull(out[count]);
            for (int i = 0; i <= count; i++) {
                double[] to = added[i == count ? count : place(i, shape.extent(1), picture)];
                for (int k = 0; k < to.length; k++) {
                    to[k] += i == count ? none[k] : out[i][k] - none[k];
                }
            }
        }
    }

    @Override
    public String toString() {
        return "similarity " + similarity + " at " + layer + ": " + first.positive() + " for and " + first.negative()
                + " against in the first, " + second.positive() + " and " + second.negative() + " in the second";
    }
}
