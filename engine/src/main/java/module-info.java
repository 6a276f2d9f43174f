import org.jspecify.annotations.NullMarked;

/// The neural engine: tensors, layers, networks, traces and training, on `float[]` and the JDK alone. Reading ONNX
/// files takes protobuf-java besides, which need not be there for anything else.
@NullMarked
module org.fovea.engine {
    requires jdk.incubator.vector;
    requires static com.google.protobuf;
    requires static org.jspecify;

    uses org.fovea.engine.layer.LayerType;

    exports org.fovea.engine;
    exports org.fovea.engine.io;
    exports org.fovea.engine.layer;
    exports org.fovea.engine.network;
    exports org.fovea.engine.onnx;
    exports org.fovea.engine.onnx.graph;
    exports org.fovea.engine.parallel;
    exports org.fovea.engine.product;
    exports org.fovea.engine.random;
    exports org.fovea.engine.tensor;
    exports org.fovea.engine.text;
    exports org.fovea.engine.train;
}
