package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// Functions of one number, or of those in one place, of a [RandomGraph].
final class NumberNodes {
    static final List<Consumer<RandomGraph>> DRAWS = List.of(
            NumberNodes::function,
            NumberNodes::function,
            NumberNodes::function,
            NumberNodes::step,
            NumberNodes::clip,
            NumberNodes::clip,
            NumberNodes::prelu,
            NumberNodes::binary,
            NumberNodes::binary,
            NumberNodes::binary,
            NumberNodes::several,
            NumberNodes::where,
            NumberNodes::cast,
            NumberNodes::quantise);

    private NumberNodes() {}

    private static boolean real(OnnxTensor x) {
        return x.type().real();
    }

    private static float parameter(RandomGraph graph) {
        return graph.oneOf(0.1f, 0.3f, 0.5f, 1f, 1.5f);
    }

    private static void function(RandomGraph graph) {
        String name = graph.pick(NumberNodes::real);
        List<String> all = new ArrayList<>(List.of(
                "Relu",
                "Relu",
                "Relu",
                "Sigmoid",
                "Tanh",
                "Abs",
                "Neg",
                "Identity",
                "Exp",
                "Softplus",
                "Softsign",
                "LeakyRelu",
                "Elu",
                "Selu",
                "HardSigmoid",
                "Dropout",
                "Sqrt",
                "Log"));
        if (graph.opset >= 9) {
            all.addAll(List.of("Erf", "Sin", "Cos"));
        }
        if (graph.opset >= 10) {
            all.add("ThresholdedRelu");
        }
        if (graph.opset >= 12) {
            all.add("Celu");
        }
        if (graph.opset >= 14) {
            all.add("HardSwish");
        }
        if (graph.opset >= 18) {
            all.add("Mish");
        }
        if (graph.opset >= 20) {
            all.add("Gelu");
        }
        if (graph.opset >= 24) {
            all.add("Swish");
        }
        String operator = all.get(graph.random.nextInt(all.size()));
        Map<String, Object> attributes = new HashMap<>();
        boolean some = graph.once(2);
        switch (operator) {
            case "LeakyRelu", "Elu", "Celu", "Swish" -> {
                name = operator.equals("Celu") ? graph.pick(x -> x.type() == OnnxType.FLOAT) : name;
                if (some) {
                    attributes.put("alpha", parameter(graph));
                }
            }
            case "Selu" -> {
                if (some) {
                    attributes.put("alpha", parameter(graph));
                    attributes.put("gamma", parameter(graph));
                }
            }
            case "HardSigmoid" -> {
                if (some) {
                    attributes.put("alpha", graph.oneOf(0.1f, 1 / 6f, 0.2f));
                    attributes.put("beta", graph.oneOf(0.5f, 0.37f));
                }
            }
            case "Gelu" -> attributes.put("approximate", graph.oneOf("none", "tanh"));
            case "Sin", "Cos" -> name = graph.pickExact(NumberNodes::real);
            case "ThresholdedRelu" -> {
                name = graph.pickExact(NumberNodes::real);
                if (some) {
                    attributes.put("alpha", 0.25f);
                }
            }
            default -> {}
        }
        graph.node(operator, List.of(name), attributes);
    }

    /// What jumps.
    private static void step(RandomGraph graph) {
        String name = graph.pickExact(NumberNodes::real);
        List<String> all = new ArrayList<>(List.of("Floor", "Ceil"));
        if (graph.opset >= 9) {
            all.add("Sign");
            all.add("IsNaN");
        }
        if (graph.opset >= 11) {
            all.add("Round");
        }
        graph.node(all.get(graph.random.nextInt(all.size())), List.of(name), Map.of());
    }

    private static void clip(RandomGraph graph) {
        String name = graph.pick(x -> graph.opset >= 12 ? x.type() != OnnxType.BOOL : real(x));
        OnnxType type = graph.value(name).type();
        boolean low = graph.once(2);
        boolean high = graph.once(2);
        double least = graph.oneOf(-0.5, 0.0, 0.0, 1.0);
        double most = low && graph.opset < 11 ? 6 : graph.oneOf(0.5, 1.0, 6.0, 6.0, -0.25);
        if (graph.opset < 11) {
            graph.node(
                    "Clip",
                    List.of(name),
                    RandomNodes.attributes("min", low ? least : null, "max", high ? most : null));
            return;
        }
        List<String> reads = new ArrayList<>(List.of(name));
        if (low || high) {
            reads.add(low ? graph.scalar(type, least) : "");
        }
        if (high) {
            reads.add(graph.scalar(type, most));
        }
        graph.node("Clip", reads, Map.of());
    }

    private static void prelu(RandomGraph graph) {
        String name = graph.pick(x -> real(x) && x.rank() > 1);
        OnnxTensor x = graph.value(name);
        int[] extents = x.extents();
        int[] slope = switch (graph.between(0, 4)) {
            case 0 -> new int[] {1};
            case 1 -> new int[] {};
            case 2 -> {
                int[] channels = new int[x.rank() - 1];
                Arrays.fill(channels, 1);
                channels[0] = extents[1];
                yield channels;
            }
            case 3 -> new int[] {extents[x.rank() - 1]};
            default -> RandomNodes.broadcastable(graph, extents);
        };
        graph.node("PRelu", List.of(name, graph.constant(x.type(), slope)), Map.of());
    }

    /// A constant or a value that can be broadcast together with one.
    private static String partner(RandomGraph graph, String name) {
        OnnxTensor x = graph.value(name);
        if (graph.once(2)) {
            return graph.pick(y -> y.type() == x.type() && broadcasts(x.extents(), y.extents()));
        }
        int[] extents = x.extents();
        int[] own = switch (extents.length == 0 ? 1 : graph.between(0, 6)) {
            case 0 -> new int[0];
            case 1 -> new int[] {1};
            case 2 -> Arrays.copyOfRange(extents, graph.between(0, extents.length), extents.length);
            case 3 -> {
                int[] channels = new int[Math.max(1, extents.length - 1)];
                Arrays.fill(channels, 1);
                channels[0] = extents.length > 1 ? extents[1] : extents[0];
                yield channels;
            }
            case 4 -> {
                int[] more = new int[extents.length + 1];
                Arrays.fill(more, 1);
                more[0] = graph.between(1, 2);
                yield more;
            }
            default -> {
                int[] some = extents.clone();
                for (int i = 0; i < some.length; i++) {
                    some[i] = i == 0 || graph.once(3) ? 1 : some[i] == 1 ? graph.between(1, 3) : some[i];
                }
                yield some;
            }
        };
        return x.type().real() ? graph.constant(x.type(), own) : graph.scalar(x.type(), graph.between(1, 3));
    }

    private static boolean broadcasts(int[] a, int[] b) {
        for (int i = 1; i <= Math.min(a.length, b.length); i++) {
            int e = a[a.length - i];
            int f = b[b.length - i];
            if (e != f && e != 1 && f != 1) {
                return false;
            }
        }
        return true;
    }

    private static void binary(RandomGraph graph) {
        boolean compares = graph.once(4);
        String name = compares
                ? graph.pickExact(x -> graph.opset >= 9 ? x.type() != OnnxType.BOOL : real(x))
                : graph.pick(x -> graph.opset > 12 && x.type().bits() > 8 || real(x));
        String other = partner(graph, name);
        if (compares) {
            if (!graph.isExact(other) || graph.opset < 11) {
                return;
            }
            String operator = graph.oneOf(
                    "Equal",
                    "Less",
                    "Greater",
                    graph.opset >= 12 ? "LessOrEqual" : "Less",
                    graph.opset >= 12 ? "GreaterOrEqual" : "Less");
            graph.node(operator, List.of(name, other), Map.of());
            return;
        }
        boolean small = graph.value(name).type().bits() == 8;
        String operator = graph.oneOf("Add", "Add", "Mul", "Mul", "Sub", "Sub", "Div", small ? "Add" : "Pow");
        if (operator.equals("Pow") || operator.equals("Div")) {
            OnnxType type = graph.value(name).type();
            other = graph.once(2) && operator.equals("Div") && type.real()
                    ? graph.node("Exp", List.of(other), Map.of())
                    : graph.scalar(type, graph.oneOf(2, 3, 1, 2));
            if (operator.equals("Div") && type.real() && graph.once(3)) {
                graph.node(operator, List.of(other, graph.node("Exp", List.of(name), Map.of())), Map.of());
                return;
            }
        }
        boolean turned = graph.once(3) && !operator.equals("Pow") && !operator.equals("Div");
        graph.node(operator, turned ? List.of(other, name) : List.of(name, other), Map.of());
    }

    private static void several(RandomGraph graph) {
        String name = graph.pick(x -> real(x) || (graph.opset >= 13 && x.type() == OnnxType.INT64));
        boolean real = real(graph.value(name));
        List<String> reads = new ArrayList<>(List.of(name));
        for (int i = graph.opset < 8 ? 0 : graph.between(0, 2); i > 0; i--) {
            reads.add(graph.between(0, reads.size()), partner(graph, name));
        }
        graph.node(real ? graph.oneOf("Max", "Min", "Sum", "Mean") : graph.oneOf("Max", "Min"), reads, Map.of());
    }

    private static void where(RandomGraph graph) {
        String condition;
        try {
            condition = graph.pick(x -> x.type() == OnnxType.BOOL);
        } catch (RandomGraph.Refused e) {
            binary(graph);
            return;
        }
        if (graph.once(4)) {
            String other = graph.pick(x -> x.type() == OnnxType.BOOL);
            if (graph.once(3)) {
                graph.node("Not", List.of(condition), Map.of());
            } else {
                graph.node(graph.oneOf("And", "Or", "Xor"), List.of(condition, other), Map.of());
            }
            return;
        }
        int[] extents = graph.value(condition).extents();
        String yes = graph.pick(x -> real(x) && broadcasts(x.extents(), extents));
        String no = partner(graph, yes);
        if (graph.opset >= 9) {
            graph.node("Where", graph.once(2) ? List.of(condition, yes, no) : List.of(condition, no, yes), Map.of());
        }
    }

    private static void cast(RandomGraph graph) {
        String name = graph.pickExact(x -> true);
        OnnxType type = graph.oneOf(
                OnnxType.FLOAT,
                OnnxType.INT64,
                OnnxType.INT32,
                OnnxType.BOOL,
                OnnxType.DOUBLE,
                OnnxType.INT8,
                OnnxType.UINT8);
        String there = graph.cast(name, type);
        if (type.bits() == 8 || graph.once(2)) {
            graph.cast(there, OnnxType.FLOAT);
        }
    }

    /// To 8 bits and back, with one scale or one along an axis.
    private static void quantise(RandomGraph graph) {
        if (graph.opset < 10) {
            return;
        }
        String name = graph.pickExact(x -> x.type() == OnnxType.FLOAT && x.rank() > 1);
        OnnxTensor x = graph.value(name);
        boolean along = graph.opset >= 13 && graph.once(2);
        int axis = along ? graph.between(0, x.rank() - 1) : 1;
        int[] extents = along ? new int[] {x.extent(axis)} : new int[0];
        float[] scales = new float[OnnxTensor.count(extents)];
        long[] zeros = new long[scales.length];
        OnnxType type = graph.oneOf(OnnxType.UINT8, OnnxType.INT8);
        for (int i = 0; i < scales.length; i++) {
            scales[i] = graph.oneOf(0.5f, 0.25f, 0.1f, 0.03f, 0.007f);
            zeros[i] = type == OnnxType.UINT8 ? graph.between(0, 255) : graph.between(-128, 127);
        }
        String scale = graph.constant(OnnxTensor.of(scales, extents));
        boolean none = graph.once(4);
        String zero = none ? "" : graph.cast(graph.constant(OnnxTensor.of(zeros, extents)), type);
        Map<String, Object> attributes = RandomNodes.attributes(
                "axis", along && (axis != 1 || graph.once(2)) ? RandomNodes.axis(graph, axis, x.rank()) : null);
        List<String> reads = none ? List.of(name, scale) : List.of(name, scale, zero);
        String whole = graph.node("QuantizeLinear", reads, attributes);
        List<String> back = none ? List.of(whole, scale) : List.of(whole, scale, zero);
        graph.node("DequantizeLinear", back, attributes);
    }
}
