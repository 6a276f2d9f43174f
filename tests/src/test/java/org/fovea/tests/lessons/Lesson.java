package org.fovea.tests.lessons;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.tests.Repository;

/// What the pages compute with: files of `docs` and what a reader gets from them by the pages' commands.
final class Lesson {
    private Lesson() {}

    static Path docs() {
        return Repository.root().resolve("docs");
    }

    static FaceNetwork network(String file) throws IOException {
        return FaceModel.read(docs().resolve(file)).members().getFirst().face();
    }

    /// A picture as a network reads it.
    static Tensor picture(FaceNetwork face, String file) throws IOException {
        return face.tensor(PictureFile.read(docs().resolve(file)).grey());
    }

    static Subject subject(Network network, Tensor picture, int person, String layer) {
        return Subject.of(network, picture, Targets.logit(person)).layer(layer);
    }

    static Derivation derivation(Subject subject) {
        return Derivation.of(subject.trace(), 0, subject.layer());
    }

    static int highest(float[] values) {
        int highest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[highest]) {
                highest = i;
            }
        }
        return highest;
    }

    static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    static float[] floats(double... values) {
        float[] floats = new float[values.length];
        Arrays.setAll(values, i -> values[i]);
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
