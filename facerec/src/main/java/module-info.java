import org.jspecify.annotations.NullMarked;

/// Face recognition with networks that look at different parts of the face, and the command line.
@NullMarked
module org.fovea.facerec {
    requires transitive org.fovea.gradcam;
    requires transitive java.desktop;
    requires transitive org.joml;
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf; // for reading ONNX files, an option of the engine
    requires com.h2database.mvstore; // keeps galleries
    requires ejml.core;
    requires ejml.ddense;
    requires info.picocli;
    requires io.helidon.common.uri;
    requires io.helidon.http;
    requires io.helidon.http.media;
    requires io.helidon.webserver; // listens for requests
    requires java.logging;
    requires java.management; // names the garbage collector
    requires metadata.extractor;

    exports org.fovea.facerec.alignment;
    exports org.fovea.facerec.baseline;
    exports org.fovea.facerec.bulk;
    exports org.fovea.facerec.data;
    exports org.fovea.facerec.detection;
    exports org.fovea.facerec.embedding;
    exports org.fovea.facerec.ensemble;
    exports org.fovea.facerec.evaluation;
    exports org.fovea.facerec.experiment;
    exports org.fovea.facerec.faithfulness;
    exports org.fovea.facerec.fusion;
    exports org.fovea.facerec.gallery;
    exports org.fovea.facerec.gaze;
    exports org.fovea.facerec.model;
    exports org.fovea.facerec.network;
    exports org.fovea.facerec.server;
    exports org.fovea.facerec.synthetic;
    exports org.fovea.facerec.task;
    exports org.fovea.facerec.verification;

    opens org.fovea.facerec.bulk to
            com.fasterxml.jackson.databind;
    opens org.fovea.facerec.cli to
            info.picocli,
            com.fasterxml.jackson.databind;
    opens org.fovea.facerec.experiment to
            com.fasterxml.jackson.databind;
    opens org.fovea.facerec.gallery to
            com.fasterxml.jackson.databind;
    opens org.fovea.facerec.model to
            com.fasterxml.jackson.databind;
    opens org.fovea.facerec.report to
            com.fasterxml.jackson.databind;
    opens org.fovea.facerec.server to
            com.fasterxml.jackson.databind;

    uses org.fovea.facerec.task.Cluster;
    uses org.fovea.facerec.task.TaskKind;

    provides org.fovea.facerec.task.TaskKind with
            org.fovea.facerec.bulk.EmbeddingTaskKind,
            org.fovea.facerec.experiment.NetworkTaskKind;
}
