package org.fovea.engine.onnx.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Pool2d;
import org.fovea.engine.layer.WindowPool;

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

    /// Whether opset 17 has such windows.
    static boolean canPool(WindowPool pool) {
        int[] dilation = pool.options().pair("dilation");
        boolean maximum = pool.options().choice("kind", WindowPool.Kind.class) == WindowPool.Kind.MAXIMUM;
        return maximum || (dilation[0] == 1 && dilation[1] == 1);
    }

    static void window(LayerPlace at, WindowPool pool) {
        Options o = pool.options();
        int[] kernel = o.pair("kernel");
        int[] stride = o.pair("stride");
        int[] dilation = o.pair("dilation");
        int[] pads = o.integers("pads");
        long[] reach = new long[2];
        for (int axis = 0; axis < 2; axis++) {
            long end = (at.shape().extent(axis) - 1L) * stride[axis] + (kernel[axis] - 1L) * dilation[axis] + 1;
            reach[axis] = Math.max(0, end - at.inputShape().extent(axis) - pads[axis] - pads[2 + axis]);
        }
        Map<String, Object> window = new HashMap<>();
        window.put("kernel_shape", new long[] {kernel[0], kernel[1]});
        window.put("strides", new long[] {stride[0], stride[1]});
        window.put("pads", new long[] {pads[0], pads[1], pads[2] + reach[0], pads[3] + reach[1]});
        switch (o.choice("kind", WindowPool.Kind.class)) {
            case MAXIMUM -> {
                window.put("dilations", new long[] {dilation[0], dilation[1]});
                at.result("MaxPool", window);
            }
            case NORM -> {
                window.put("p", (long) o.integer("p"));
                at.result("LpPool", window);
            }
            case AVERAGE -> {
                boolean counted = o.flag("count_padding");
                window.put("count_include_pad", counted && reach[0] + reach[1] == 0 ? 1L : 0L);
                if (!counted || reach[0] + reach[1] == 0) {
                    at.result("AveragePool", window);
                    return;
                }
                // As above: the padding that counts becomes a picture's.
                window.put("pads", new long[] {0, 0, reach[0], reach[1]});
                String around = at.wholes("pads", 0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]);
                at.result("AveragePool", List.of(at.step("Pad", at.with(around), Map.of())), window);
            }
        }
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
