package org.fovea.facerec.network;

import java.util.List;
import java.util.Map;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.facerec.data.Standardisation;
import org.jspecify.annotations.Nullable;

/// A face network as nodes of an ONNX graph: what its view and its standardisation make of the frame, and the network.
public final class FaceNetworkNodes {
    private final OnnxGraphBuilder graph;
    private final String prefix;
    private final FaceNetwork face;
    /// 1 where the network sees a pixel of the box and 0 where not, as a constant; null where it sees all.
    private final @Nullable String mask;
    /// How many pixels it sees.
    private final int pixels;

    private FaceNetworkNodes(OnnxGraphBuilder graph, String prefix, FaceNetwork face) {
        this.graph = graph;
        this.prefix = prefix;
        this.face = face;
        View view = face.view();
        float[] sees = new float[view.height() * view.width()];
        int seen = 0;
        for (int i = 0; i < sees.length; i++) {
            sees[i] = view.sees(view.left() + i % view.width(), view.top() + i / view.width()) ? 1 : 0;
            seen += (int) sees[i];
        }
        pixels = seen;
        mask = seen == sees.length
                ? null
                : graph.constant(prefix + "mask", OnnxTensor.of(sees, 1, 1, view.height(), view.width()));
    }

    /// Adds the nodes.
    ///
    /// @param prefix before their names
    /// @param frame a value (N, channels, H, W): frames, from 0 to 1
    /// @return the value of each of the network's nodes by the node's name, channels first
    /// @throws IllegalArgumentException if the network has layers that ONNX has no form for; the message names them
    public static Map<String, String> append(OnnxGraphBuilder graph, String prefix, FaceNetwork face, String frame) {
        FaceNetworkNodes nodes = new FaceNetworkNodes(graph, prefix, face);
        String seen = nodes.standardised(nodes.box(frame));
        return OnnxExport.append(graph, prefix, face.network(), seen);
    }

    /// The view's box of the frame.
    private String box(String frame) {
        View view = face.view();
        if (view.width() == view.frameWidth() && view.height() == view.frameHeight()) {
            return frame;
        }
        List<String> read = List.of(
                frame,
                wholes("box_begin", view.top(), view.left()),
                wholes("box_end", view.top() + view.height(), view.left() + view.width()),
                wholes("box_axes", 2, 3));
        return graph.node("Slice", prefix + "box", read, Map.of());
    }

    /// What [Standardisation#apply] computes, over the visible pixels alone.
    private String standardised(String box) {
        return switch (face.standardisation()) {
            case NONE -> visible(box, "visible");
            case SIGNED -> {
                String half = number("half", 0.5);
                yield visible(binary("Div", binary("Sub", box, half, "signed"), half, "signed"), "visible");
            }
            case PER_PICTURE -> perPicture(box);
        };
    }

    private String perPicture(String box) {
        double count = (double) pixels * face.channels();
        String n = number("count", count);
        List<String> summed = List.of(visible(box, "visible"), wholes("axes", 1, 2, 3));
        String mean = binary("Div", graph.node("ReduceSum", prefix + "sum", summed, Map.of("keepdims", 1L)), n, "mean");
        String centred = visible(binary("Sub", box, mean, "centred"), "centred");
        String squares = graph.node(
                "ReduceSumSquare",
                prefix + "squares",
                List.of(centred),
                Map.of("axes", new long[] {1, 2, 3}, "keepdims", 1L));
        String variance = binary("Div", squares, n, "variance");
        String deviation = graph.node("Sqrt", prefix + "deviation", List.of(variance), Map.of());
        String floor = number("least_deviation", 1 / Math.sqrt(count));
        String divisor = graph.node("Clip", prefix + "divisor", List.of(deviation, floor), Map.of());
        return binary("Div", centred, divisor, "standardised");
    }

    /// A value of the box with 0 where the network does not see.
    private String visible(String value, String wish) {
        return mask == null ? value : binary("Mul", value, mask, wish);
    }

    private String binary(String operator, String a, String b, String wish) {
        return graph.node(operator, prefix + wish, List.of(a, b), Map.of());
    }

    private String number(String wish, double value) {
        return graph.constant(prefix + wish, OnnxTensor.of(new float[] {(float) value}));
    }

    private String wholes(String wish, long... values) {
        return graph.constant(prefix + wish, OnnxTensor.of(values, values.length));
    }
}
