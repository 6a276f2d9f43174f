import org.jspecify.annotations.NullMarked;

/// Class activation maps as readings of what a network's trace stored.
@NullMarked
module org.fovea.gradcam {
    requires transitive org.fovea.engine;
    requires static org.jspecify;
    requires ejml.core;
    requires ejml.ddense;

    provides org.fovea.engine.layer.LayerType with
            org.fovea.gradcam.Held.Type,
            org.fovea.gradcam.method.GuidedRelu.Type;

    exports org.fovea.gradcam;
    exports org.fovea.gradcam.explanation;
    exports org.fovea.gradcam.metric;
    exports org.fovea.gradcam.method;
}
