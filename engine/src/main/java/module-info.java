import org.jspecify.annotations.NullMarked;

/// The neural engine: tensors, layers, networks, traces and training, on `float[]` and the JDK alone. ONNX files
/// take protobuf-java besides, which need not be there for anything else.
@NullMarked
module org.fovea.engine {
    requires jdk.incubator.vector;
    requires static com.google.protobuf;
    requires static org.jspecify;

    uses org.fovea.engine.layer.LayerType;

    exports org.fovea.engine;
    exports org.fovea.engine.definition;
    exports org.fovea.engine.io;
    exports org.fovea.engine.layer;
    exports org.fovea.engine.layer.elementwise;
    exports org.fovea.engine.layer.movement;
    exports org.fovea.engine.layer.normalization;
    exports org.fovea.engine.layer.reduction;
    exports org.fovea.engine.network;
    exports org.fovea.engine.onnx;
    exports org.fovea.engine.onnx.graph;
    exports org.fovea.engine.parallel;
    exports org.fovea.engine.product;
    exports org.fovea.engine.random;
    exports org.fovea.engine.tensor;
    exports org.fovea.engine.text;
    exports org.fovea.engine.train;

    provides org.fovea.engine.layer.LayerType with
            org.fovea.engine.layer.elementwise.Arithmetic.Type,
            org.fovea.engine.layer.elementwise.Elementwise.Type,
            org.fovea.engine.layer.movement.DepthToSpace.Type,
            org.fovea.engine.layer.movement.Expand.Type,
            org.fovea.engine.layer.movement.Gather.Type,
            org.fovea.engine.layer.movement.Pad.Type,
            org.fovea.engine.layer.movement.Resize.Type,
            org.fovea.engine.layer.movement.Slice.Type,
            org.fovea.engine.layer.movement.SpaceToDepth.Type,
            org.fovea.engine.layer.movement.Tile.Type,
            org.fovea.engine.layer.movement.Transpose.Type,
            org.fovea.engine.layer.normalization.AxisSoftmax.Type,
            org.fovea.engine.layer.normalization.LocalResponse.Type,
            org.fovea.engine.layer.normalization.LpNormalize.Type,
            org.fovea.engine.layer.normalization.Standardize.Type,
            org.fovea.engine.layer.reduction.Reduce.Type,
            org.fovea.engine.onnx.lowering.Reorder.Type;
}
