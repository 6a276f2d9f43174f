package org.fovea.facerec.fusion;

import org.fovea.engine.network.Sweep;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Augmentation;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.jspecify.annotations.Nullable;

/// What a trained network makes of the pictures that it learned from: as they are, and randomly changed as in training.
/// The changed ones show in which directions features of one person scatter, even where each person has one picture.
public final class Experience {
    /// Copies of each picture.
    private static final int COPIES = 10;

    private final Observations pictures;
    private final Tensor varied;
    private final int[] labels;
    private @Nullable Templates templates;

    /// @param pictures of the N training pictures, each explained for the person it shows
    /// @param varied (N·R, D): features of R changed copies of each training picture, a picture's copies one after
    ///     another
    /// @param labels for each training picture the person it shows
    public Experience(Observations pictures, Tensor varied, int[] labels) {
        int rows = varied.shape().extent(0);
        if (labels.length != pictures.size() || rows < 1 || rows % pictures.size() != 0) {
            throw new IllegalArgumentException(labels.length + " labels and " + rows + " changed copies of "
                    + pictures.size() + " pictures; one label and as many copies of each expected");
        }
        if (!varied.shape().example().equals(pictures.features().shape().example())) {
            throw new IllegalArgumentException("features " + pictures.features().shape() + " of pictures and "
                    + varied.shape() + " of their changed copies are not of one length");
        }
        int people = pictures.logits().shape().channels();
        for (int label : labels) {
            if (label < 0 || label >= people) {
                throw new IllegalArgumentException("a picture of person " + label + " among " + people + " people");
            }
        }
        this.pictures = pictures;
        this.varied = varied;
        this.labels = labels.clone();
    }

    /// Its observations of the training pictures.
    public Observations pictures() {
        return pictures;
    }

    /// (N·R, D): features of R changed copies of each picture.
    public Tensor varied() {
        return varied;
    }

    /// For each picture the person it shows; a copy.
    public int[] labels() {
        return labels.clone();
    }

    /// How many people the network knows.
    public int people() {
        return pictures.logits().shape().channels();
    }

    /// How many changed copies each picture has.
    int copies() {
        return varied.shape().extent(0) / pictures.size();
    }

    /// The template of each person, made when it is first asked for.
    synchronized Templates templates() {
        if (templates == null) {
            templates = new Templates(pictures.features(), varied, labels, people());
        }
        return templates;
    }

    /// Observes the training pictures.
    ///
    /// @param augmentation what is changed in the copies
    /// @param seed decides how
    public static Experience of(
            FaceNetwork face, FaceSet training, Augmentation augmentation, long seed, Workers workers) {
        Observations pictures = Observations.of(face, training, training.labels(), workers);
        String node = FaceNetworks.featureNode(face.network());
        int length = face.network().node(node).shape().size();
        Tensor varied = Tensor.zeros(training.size() * COPIES, length);
        Sweep.Source source = (i, into, offset) -> {
            Picture picture = training.picture(i / COPIES);
            float[] changed = new float[picture.data().length];
            augmentation.apply(picture, changed, 0, new Xoshiro256(seed + i));
            face.view().write(changed, picture.channels(), face.standardisation(), into, offset);
        };
        new Sweep(face.network(), workers)
                .forward(
                        training.size() * COPIES,
                        source,
                        (trace, first, count) -> System.arraycopy(
                                trace.activation(node).data(), 0, varied.data(), first * length, count * length));
        return new Experience(pictures, varied, training.labels());
    }
}
