package org.fovea.gradcam.explanation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.Window;
import org.fovea.engine.layer.movement.Transpose;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Shape;

/// Which pixels of the input the cells of a node can see: for each row of cells the first and the last row of pixels,
/// for each column likewise, both inclusive, cut off at the picture's edges.
///
/// Followed through the network node by node: a window of K at stride s, dilation d and padding p takes cell i to the
/// cells i·s − p to i·s − p + d·(K − 1) of its input; where branches meet, the wider of the two counts. A transposed
/// convolution, a product of matrices and a transposition are taken to see everything. What a cell can
/// see is more than what it looks at: the middle of the field has far more paths to the cell than its edge.
///
/// @param top the first row of pixels for each row of cells
/// @param bottom the last
/// @param left the first column of pixels for each column of cells
/// @param right the last
public record ReceptiveField(int[] top, int[] bottom, int[] left, int[] right) {
    /// @throws IllegalArgumentException if the node or the input has no height and width
    public static ReceptiveField of(Network network, String name) {
        Node wanted = network.node(name);
        if (wanted.shape().rank() != 3 || network.input().shape().rank() != 3) {
            throw new IllegalArgumentException("\"" + name + "\" puts out " + wanted.shape() + " from "
                    + network.input().shape() + ": a receptive field needs height and width at both ends");
        }
        Shape picture = network.input().shape();
        Map<String, ReceptiveField> fields = new HashMap<>();
        for (Node node : network.nodes()) {
            ReceptiveField field = node == network.input()
                    ? itself(picture)
                    : next(
                            node,
                            node.inputs().stream().map(network::node).toList(),
                            node.inputs().stream().map(fields::get).toList(),
                            picture);
            if (node == wanted) {
                return field;
            }
            fields.put(node.name(), field);
        }
        throw new IllegalStateException(name);
    }

    private static ReceptiveField itself(Shape picture) {
        int[] rows = count(picture.extent(0));
        int[] columns = count(picture.extent(1));
        return new ReceptiveField(rows, rows, columns, columns);
    }

    private static ReceptiveField next(Node node, List<Node> reads, List<ReceptiveField> before, Shape picture) {
        if (node.shape().rank() != 3 || reads.stream().anyMatch(r -> r.shape().rank() != 3)) {
            return everything(node.shape(), picture);
        }
        Optional<Window> window = node.layer().window();
        if (window.isPresent()) {
            return before.getFirst().behind(window.get(), node.shape());
        }
        ReceptiveField widest = before.getFirst();
        for (ReceptiveField other : before.subList(1, before.size())) {
            widest = widest.or(other);
        }
        // A reshape into another height and width mixes places in a way that has no rectangle.
        return !mixes(node.layer())
                        && widest.top.length == node.shape().extent(0)
                        && widest.left.length == node.shape().extent(1)
                ? widest
                : everything(node.shape(), picture);
    }

    /// Whether cells may see other cells although the layer moves no window over its input.
    private static boolean mixes(Layer layer) {
        return switch (layer) {
            case ConvTranspose2d _, MatrixMultiply _, Transpose _ -> true;
            default -> false;
        };
    }

    /// A window's way along one axis.
    private record Way(int stride, int padding, int dilation, int taps) {}

    private ReceptiveField behind(Window w, Shape shape) {
        Way down = new Way(w.strideH(), w.padTop(), w.dilationH(), w.kernelH());
        Way across = new Way(w.strideW(), w.padLeft(), w.dilationW(), w.kernelW());
        return new ReceptiveField(
                ends(top, shape.extent(0), down, false),
                ends(bottom, shape.extent(0), down, true),
                ends(left, shape.extent(1), across, false),
                ends(right, shape.extent(1), across, true));
    }

    /// The outermost of what the window's taps see; taps on the padding see nothing. Not simply what the outermost
    /// tap sees: behind a dilated window the next one may see farther.
    private static int[] ends(int[] before, int cells, Way w, boolean last) {
        int[] ends = new int[cells];
        for (int i = 0; i < cells; i++) {
            ends[i] = last ? 0 : Integer.MAX_VALUE;
            for (int tap = 0; tap < w.taps; tap++) {
                int at = i * w.stride - w.padding + tap * w.dilation;
                if (at >= 0 && at < before.length) {
                    ends[i] = last ? Math.max(ends[i], before[at]) : Math.min(ends[i], before[at]);
                }
            }
            ends[i] = Math.min(ends[i], before[before.length - 1]); // a window on padding alone
        }
        return ends;
    }

    private ReceptiveField or(ReceptiveField other) {
        return new ReceptiveField(
                outer(top, other.top, false),
                outer(bottom, other.bottom, true),
                outer(left, other.left, false),
                outer(right, other.right, true));
    }

    private static int[] outer(int[] a, int[] b, boolean last) {
        int[] outer = new int[Math.min(a.length, b.length)];
        for (int i = 0; i < outer.length; i++) {
            outer[i] = last ? Math.max(a[i], b[i]) : Math.min(a[i], b[i]);
        }
        return outer;
    }

    private static ReceptiveField everything(Shape shape, Shape picture) {
        int rows = shape.rank() == 3 ? shape.extent(0) : 1;
        int columns = shape.rank() == 3 ? shape.extent(1) : 1;
        return new ReceptiveField(
                new int[rows],
                filled(rows, picture.extent(0) - 1),
                new int[columns],
                filled(columns, picture.extent(1) - 1));
    }

    private static int[] count(int n) {
        int[] count = new int[n];
        for (int i = 0; i < n; i++) {
            count[i] = i;
        }
        return count;
    }

    private static int[] filled(int n, int value) {
        int[] filled = new int[n];
        java.util.Arrays.fill(filled, value);
        return filled;
    }

    @Override
    public String toString() {
        return "receptive fields of " + top.length + "×" + left.length + " cells";
    }
}
