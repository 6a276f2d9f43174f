package org.fovea.engine.network;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.tensor.Shape;

/// A network's forward pass in double, written once more from the formulas, slowly and plainly: the reference that the
/// engine's outputs and, through central differences, its gradients are held against.
final class DoubleNetwork {
    private final Network network;
    private final int batch;
    private final boolean training;
    final Map<Parameter, double[]> parameters = new HashMap<>();

    DoubleNetwork(Network network, int batch, boolean training) {
        this.network = network;
        this.batch = batch;
        this.training = training;
        network.parameters()
                .values()
                .forEach(p -> parameters.put(p, doubles(p.value().data())));
    }

    static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /// The last node's output.
    double[] forward(double[] input) {
        Map<String, double[]> outputs = new HashMap<>();
        double[] y = input;
        for (Node node : network.nodes()) {
            y = node.inputs().isEmpty()
                    ? input
                    : run(node, node.inputs().stream().map(outputs::get).toList());
            outputs.put(node.name(), y);
        }
        return y;
    }

    private double[] run(Node node, List<double[]> x) {
        Map<String, Object> o = node.layer().options().asMap();
        Shape in = network.node(node.inputs().getFirst()).shape();
        double[] first = x.getFirst();
        return switch (node.layer().type()) {
            case "conv2d" -> convolution(node, in, first, o);
            case "dense" -> dense(node, first);
            case "cosine" -> cosine(node, first);
            case "batch_norm" -> batchNorm(node, first, number(o, "epsilon"));
            case "prelu" -> prelu(node, first);
            case "max_pool" -> pool(node, in, first, o, true);
            case "average_pool" -> pool(node, in, first, o, false);
            case "global_average_pool" -> globalAverage(in, first);
            case "relu" -> map(first, v -> Math.max(v, 0));
            case "leaky_relu" -> map(first, v -> v > 0 ? v : number(o, "slope") * v);
            case "clip" -> map(first, v -> Math.clamp(v, number(o, "low"), number(o, "high")));
            case "sigmoid" -> map(first, v -> 1 / (1 + Math.exp(-v)));
            case "tanh" -> map(first, Math::tanh);
            case "silu" -> map(first, v -> v / (1 + Math.exp(-v)));
            case "gelu" -> map(first, v -> v * (1 + erf(v / Math.sqrt(2))) / 2);
            case "softmax" -> softmax(first, node.shape().channels());
            case "l2_normalize" -> normalize(first, node.shape().channels());
            case "flatten", "reshape", "dropout" -> first.clone();
            case "add" -> {
                double[] y = new double[first.length];
                x.forEach(v -> Arrays.setAll(y, i -> y[i] + v[i]));
                yield y;
            }
            case "multiply" -> {
                double[] y = new double[first.length];
                Arrays.setAll(y, i -> x.get(0)[i] * x.get(1)[i]);
                yield y;
            }
            case "concatenate" -> concatenate(node, x);
            default -> throw new IllegalArgumentException(node.layer().type());
        };
    }

    private double[] parameter(Node node, String name) {
        return parameters.get(network.parameters().get(node.name() + "." + name));
    }

    private static double number(Map<String, Object> o, String key) {
        return ((Number) o.get(key)).doubleValue();
    }

    private static int whole(Map<String, Object> o, String key) {
        return ((Number) o.get(key)).intValue();
    }

    private static int whole(Map<String, Object> o, String key, int i) {
        return ((Number) ((List<?>) o.get(key)).get(i)).intValue();
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    /// 2/√π·(z − z³/3 + z⁵/(2!·5) − z⁷/(3!·7) + …), for arguments of a few units.
    private static double erf(double z) {
        double sum = 0;
        double power = z; // (−1)ⁿ·z²ⁿ⁺¹/n!
        for (int n = 0; n < 100; n++) {
            sum += power / (2 * n + 1);
            power *= -z * z / (n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private double[] convolution(Node node, Shape in, double[] x, Map<String, Object> o) {
        int h = in.extent(0);
        int w = in.extent(1);
        int ic = in.extent(2);
        int oh = node.shape().extent(0);
        int ow = node.shape().extent(1);
        int oc = node.shape().extent(2);
        int groups = whole(o, "groups");
        int perGroup = ic / groups;
        int[] kernel = {whole(o, "kernel", 0), whole(o, "kernel", 1)};
        int[] stride = {whole(o, "stride", 0), whole(o, "stride", 1)};
        int[] dilation = {whole(o, "dilation", 0), whole(o, "dilation", 1)};
        int[] padding = {whole(o, "pad_top"), whole(o, "pad_left")};
        double[] filters = parameter(node, "weight");
        double[] bias = Boolean.TRUE.equals(o.get("bias")) ? parameter(node, "bias") : new double[oc];
        double[] y = new double[batch * oh * ow * oc];
        for (int at = 0; at < y.length; at++) {
            int out = at % oc;
            int j = at / oc % ow;
            int i = at / oc / ow % oh;
            int n = at / oc / ow / oh;
            double sum = bias[out];
            for (int u = 0; u < kernel[0]; u++) {
                for (int v = 0; v < kernel[1]; v++) {
                    int row = i * stride[0] + u * dilation[0] - padding[0];
                    int column = j * stride[1] + v * dilation[1] - padding[1];
                    if (row < 0 || row >= h || column < 0 || column >= w) {
                        continue;
                    }
                    for (int k = 0; k < perGroup; k++) {
                        int channel = out / (oc / groups) * perGroup + k;
                        sum += x[((n * h + row) * w + column) * ic + channel]
                                * filters[((u * kernel[1] + v) * perGroup + k) * oc + out];
                    }
                }
            }
            y[at] = sum;
        }
        return y;
    }

    private double[] dense(Node node, double[] x) {
        int out = node.shape().size();
        int in = x.length / batch;
        double[] w = parameter(node, "weight");
        double[] bias = Boolean.TRUE.equals(node.layer().options().asMap().get("bias"))
                ? parameter(node, "bias")
                : new double[out];
        double[] y = new double[batch * out];
        for (int at = 0; at < y.length; at++) {
            double sum = bias[at % out];
            for (int i = 0; i < in; i++) {
                sum += x[at / out * in + i] * w[i * out + at % out];
            }
            y[at] = sum;
        }
        return y;
    }

    private double[] cosine(Node node, double[] x) {
        int out = node.shape().size();
        int in = x.length / batch;
        double[] unit = normalize(parameter(node, "weight"), in);
        double[] y = new double[batch * out];
        for (int at = 0; at < y.length; at++) {
            for (int i = 0; i < in; i++) {
                y[at] += x[at / out * in + i] * unit[at % out * in + i];
            }
        }
        return y;
    }

    private double[] batchNorm(Node node, double[] x, double epsilon) {
        int c = node.shape().channels();
        int rows = x.length / c;
        double[] mean = training ? new double[c] : parameter(node, "running_mean");
        double[] var = training ? new double[c] : parameter(node, "running_var");
        if (training) {
            for (int i = 0; i < x.length; i++) {
                mean[i % c] += x[i] / rows;
            }
            for (int i = 0; i < x.length; i++) {
                var[i % c] += (x[i] - mean[i % c]) * (x[i] - mean[i % c]) / rows;
            }
        }
        double[] gamma = parameter(node, "weight");
        double[] beta = parameter(node, "bias");
        double[] y = new double[x.length];
        Arrays.setAll(y, i -> gamma[i % c] * (x[i] - mean[i % c]) / Math.sqrt(var[i % c] + epsilon) + beta[i % c]);
        return y;
    }

    private double[] prelu(Node node, double[] x) {
        double[] slope = parameter(node, "weight");
        double[] y = new double[x.length];
        Arrays.setAll(y, i -> x[i] > 0 ? x[i] : slope[i % slope.length] * x[i]);
        return y;
    }

    private double[] pool(Node node, Shape in, double[] x, Map<String, Object> o, boolean max) {
        int h = in.extent(0);
        int w = in.extent(1);
        int c = in.extent(2);
        int oh = node.shape().extent(0);
        int ow = node.shape().extent(1);
        int padding = whole(o, "padding");
        int stride = whole(o, "stride");
        int[] kernel = {whole(o, "kernel", 0), whole(o, "kernel", 1)};
        boolean countPadding = Boolean.TRUE.equals(o.get("count_include_pad"));
        double[] y = new double[batch * oh * ow * c];
        for (int at = 0; at < y.length; at++) {
            int k = at % c;
            int top = at / c / ow % oh * stride - padding;
            int left = at / c % ow * stride - padding;
            int n = at / c / ow / oh;
            double best = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int inside = 0;
            int padded = 0;
            for (int i = top; i < top + kernel[0]; i++) {
                for (int j = left; j < left + kernel[1]; j++) {
                    padded += i < h + padding && j < w + padding ? 1 : 0;
                    if (i >= 0 && i < h && j >= 0 && j < w) {
                        double v = x[((n * h + i) * w + j) * c + k];
                        best = Math.max(best, v);
                        sum += v;
                        inside++;
                    }
                }
            }
            y[at] = max ? best : sum / (countPadding ? padded : inside);
        }
        return y;
    }

    private double[] globalAverage(Shape in, double[] x) {
        int c = in.channels();
        int cells = in.size() / c;
        double[] y = new double[batch * c];
        for (int i = 0; i < x.length; i++) {
            y[i / c / cells * c + i % c] += x[i] / cells;
        }
        return y;
    }

    private static double[] softmax(double[] x, int c) {
        double[] y = new double[x.length];
        for (int at = 0; at < x.length; at += c) {
            double sum = 0;
            for (int k = 0; k < c; k++) {
                sum += Math.exp(x[at + k]);
            }
            for (int k = 0; k < c; k++) {
                y[at + k] = Math.exp(x[at + k]) / sum;
            }
        }
        return y;
    }

    private static double[] normalize(double[] x, int c) {
        double[] y = new double[x.length];
        for (int at = 0; at < x.length; at += c) {
            double squares = 0;
            for (int k = 0; k < c; k++) {
                squares += x[at + k] * x[at + k];
            }
            for (int k = 0; k < c; k++) {
                y[at + k] = x[at + k] / Math.sqrt(squares);
            }
        }
        return y;
    }

    private double[] concatenate(Node node, List<double[]> x) {
        int c = node.shape().channels();
        double[] y = new double[batch * node.shape().size()];
        int offset = 0;
        for (int i = 0; i < x.size(); i++) {
            int own = network.node(node.inputs().get(i)).shape().channels();
            for (int at = 0; at < x.get(i).length; at++) {
                y[at / own * c + offset + at % own] = x.get(i)[at];
            }
            offset += own;
        }
        return y;
    }
}
