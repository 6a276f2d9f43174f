package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Convolutions of one or two axes with constant filters, and their transposes.
final class ConvolutionRules {
    static final Map<String, Rule> RULES = Map.of(
            "Conv", site -> lower(site, ConvolutionRules::conv),
            "ConvTranspose", site -> lower(site, ConvolutionRules::transposed));

    private ConvolutionRules() {}

    /// Makes a layer with the filters and the bias of the file.
    @FunctionalInterface
    private interface Maker {
        Layer make(Site site, Value x, OnnxTensor filters);
    }

    private static List<Value> lower(Site site, Maker maker) {
        OnnxTensor filters = site.constant(1);
        if (!site.computed(0) || filters == null || (site.has(2) && site.constant(2) == null)) {
            return List.of();
        }
        Value x = site.picture(site.input(0));
        if (x == null) {
            return List.of();
        }
        Layer layer = maker.make(site, x, filters);
        return List.of(site.add(layer, Site.channelsLast(site.outline().extents()), x));
    }

    private static Layer conv(Site site, Value x, OnnxTensor filters) {
        int axes = x.rank() - 2;
        Spans spans = Spans.of(site, x.extents(), axes, filters.extent(filters.rank() - 2), filters.extent(axes + 1));
        int groups = (int) site.attributes().integer("group", 1);
        Conv2d.Geometry geometry = spans.geometry(groups, site.has(2));
        int oc = filters.extent(0);
        int ic = filters.extent(1) * groups;
        Conv2d conv = new Conv2d(ic, oc, geometry);
        Shape oihw = Shape.of(oc, filters.extent(1), spans.kernel(0), spans.kernel(1));
        copy(
                Layout.oihwToHwio(Tensor.of(oihw, filters.floats())).data(),
                conv.weight().value());
        copyBias(site, conv.bias());
        return conv;
    }

    private static Layer transposed(Site site, Value x, OnnxTensor filters) {
        int axes = x.rank() - 2;
        int[] out = site.outline().extents();
        Spans spans = Spans.transposed(
                site, x.extents(), out, axes, filters.extent(filters.rank() - 2), filters.extent(axes + 1));
        int groups = (int) site.attributes().integer("group", 1);
        int ic = filters.extent(0);
        int oc = filters.extent(1) * groups;
        int[] more = new int[2];
        for (int i = 2 - axes; i < 2; i++) {
            int axis = i + axes;
            more[i] = out[axis] - (spans.full(i, x.extents()[axis]) - spans.before(i) - spans.after(i));
        }
        ConvTranspose2d conv = new ConvTranspose2d(ic, oc, spans.geometry(groups, site.has(2)), more[0], more[1]);
        Shape iohw = Shape.of(ic, filters.extent(1), spans.kernel(0), spans.kernel(1));
        copy(
                Layout.permute(Tensor.of(iohw, filters.floats()), 2, 3, 1, 0).data(),
                conv.weight().value());
        copyBias(site, conv.bias());
        return conv;
    }

    private static void copyBias(Site site, @Nullable Parameter to) {
        OnnxTensor bias = site.constant(2);
        if (bias != null && to != null) {
            copy(bias.floats(), to.value());
        }
    }

    private static void copy(float[] from, Tensor to) {
        System.arraycopy(from, 0, to.data(), 0, to.size());
    }
}
