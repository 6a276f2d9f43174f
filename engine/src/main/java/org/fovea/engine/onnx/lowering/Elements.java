package org.fovea.engine.onnx.lowering;

import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// The numbers of ONNX's types as the `float` values that a network's arrays hold.
final class Elements {
    private Elements() {}

    /// Whether a `float` holds every number of a type.
    static boolean holds(OnnxType type) {
        return type != OnnxType.DOUBLE && (type.real() || type.bits() <= 16);
    }

    /// The numbers of a tensor: those of the floating-point types that [#holds], not to be written to.
    static float[] floats(OnnxTensor tensor) {
        if (tensor.type().real() && tensor.type() != OnnxType.DOUBLE) {
            return tensor.floats();
        }
        double[] wide = tensor.doubles();
        float[] narrow = new float[wide.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) wide[i];
        }
        return narrow;
    }

    /// A tensor of these numbers.
    ///
    /// @param values taken as they are where the type is FLOAT
    /// @param outline type and extents
    static OnnxTensor tensor(float[] values, OnnxTensor outline) {
        int[] extents = outline.extents();
        if (outline.type() == OnnxType.FLOAT) {
            return OnnxTensor.of(values, extents);
        }
        if (outline.type().real()) {
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            return OnnxTensor.ofReals(outline.type(), wide, extents);
        }
        long[] wholes = new long[values.length];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = (long) values[i];
        }
        return OnnxTensor.ofWholes(outline.type(), wholes, extents);
    }
}
