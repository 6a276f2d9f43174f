package org.fovea.engine.onnx.export;

import java.util.List;
import java.util.Map;
import org.fovea.engine.tensor.Shape;

/// The same values in another shape. Layers have them in memory's order, channels last, so they are brought into that
/// order before, and out of it afterwards.
final class MovementNodes {
    private MovementNodes() {}

    static void flatten(LayerPlace at) {
        String last = at.channelsLast(at.x(), at.inputShape());
        at.result("Flatten", List.of(last), Map.of("axis", 1L));
    }

    static void reshape(LayerPlace at) {
        Shape to = at.shape();
        long[] extents = new long[to.rank() + 1];
        extents[0] = -1; // the batch
        for (int axis = 0; axis < to.rank(); axis++) {
            extents[axis + 1] = to.extent(axis);
        }
        List<String> read = List.of(at.channelsLast(at.x(), at.inputShape()), at.wholes("shape", extents));
        if (LayerPlace.movesNothing(to)) {
            at.result("Reshape", read, Map.of());
        } else {
            String last = at.step("Reshape", read, Map.of());
            at.result("Transpose", List.of(last), Map.of("perm", LayerPlace.toChannelsFirst(to.rank())));
        }
    }
}
