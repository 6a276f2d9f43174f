/// Face recognition with networks that look at different parts of the face, and the command line.
module org.fovea.facerec {
    requires transitive org.fovea.gradcam;
    requires transitive java.desktop;
    requires transitive org.joml;
    requires info.picocli;

    exports org.fovea.facerec.data;
    exports org.fovea.facerec.evaluation;
}
