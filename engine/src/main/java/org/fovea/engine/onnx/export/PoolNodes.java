package org.fovea.engine.onnx.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Pool2d;

/// Pooling.
///
/// Runtimes differ in what a window counts that ceil mode lets stand over the padded picture, and in when it is left
/// out. So ceil mode is not asked for: the pads at the bottom and on the right are as long as the windows reach.
final class PoolNodes {
    private PoolNodes() {}

    static void max(LayerPlace at, MaxPool pool) {
        int[] over = over(at, pool);
        at.result("MaxPool", window(pool, pool.padding(), pool.padding() + over[0], pool.padding() + over[1]));
    }

    static void average(LayerPlace at, AveragePool pool) {
        int p = pool.padding();
        int[] over = over(at, pool);
        boolean counted = pool.options().flag("count_include_pad");
        if (!counted || over[0] + over[1] == 0) {
            Map<String, Object> window = window(pool, p, p + over[0], p + over[1]);
            window.put("count_include_pad", counted ? 1L : 0L);
            at.result("AveragePool", window);
            return;
        }
        // The padding counts, and what the windows reach beyond it does not: so the padding becomes a picture's.
        String pads = at.wholes("pads", 0, 0, p, p, 0, 0, p, p);
        String padded = p == 0 ? at.x() : at.step("Pad", at.with(pads), Map.of());
        at.result("AveragePool", List.of(padded), window(pool, 0, over[0], over[1]));
    }

    static void global(LayerPlace at) {
        at.result("Flatten", List.of(at.step("GlobalAveragePool", at.inputs(), Map.of())), Map.of("axis", 1L));
    }

    private static Map<String, Object> window(Pool2d pool, int pad, int bottom, int right) {
        Map<String, Object> window = new HashMap<>();
        window.put("kernel_shape", new long[] {pool.kernelH(), pool.kernelW()});
        window.put("strides", new long[] {pool.stride(), pool.stride()});
        window.put("pads", new long[] {pad, pad, bottom, right});
        return window;
    }

    /// How far the last windows reach beyond the padding, down and across.
    private static int[] over(LayerPlace at, Pool2d pool) {
        int[] kernel = {pool.kernelH(), pool.kernelW()};
        int[] over = new int[2];
        for (int axis = 0; axis < 2; axis++) {
            long end = (at.shape().extent(axis) - 1L) * pool.stride() + kernel[axis];
            over[axis] = (int) Math.max(0, end - at.inputShape().extent(axis) - 2L * pool.padding());
        }
        return over;
    }
}
