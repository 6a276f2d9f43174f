package org.fovea.engine.onnx.export;

import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Tensor;

/// How ONNX and PyTorch lay out what a layer owns: filters (O, I, KH, KW), those of transposed
/// convolutions (I, O, KH, KW), dense weights (out, in), all else as it is.
public final class ParameterLayout {
    private ParameterLayout() {}

    /// A parameter's values in that layout; shared where it is the engine's own.
    public static Tensor channelsFirst(Layer layer, Parameter parameter) {
        if (layer instanceof Conv2d conv && parameter == conv.weight()) {
            return Layout.hwioToOihw(parameter.value());
        }
        if (layer instanceof Dense dense && parameter == dense.weight()) {
            return Layout.permute(parameter.value(), 1, 0);
        }
        if (layer instanceof ConvTranspose2d conv && parameter == conv.weight()) {
            return Layout.permute(parameter.value(), 3, 2, 0, 1);
        }
        return parameter.value();
    }
}
