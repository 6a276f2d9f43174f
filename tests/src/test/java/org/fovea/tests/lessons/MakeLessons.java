package org.fovea.tests.lessons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.network.Network;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkTraining;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.fusion.MeanLogPosterior;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.fovea.facerec.synthetic.FacePart;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.tests.Repository;

/// The program that made the frozen networks and pictures of the chapter and the worksheets. They are checked in,
/// because another machine's training would end in other digits; run again, it replaces them, and every number that the
/// pages print has to be taken anew.
///
/// ```
/// ./mvnw -Dquick test-compile -pl tests -am
/// java -cp tests/target/test-classes:… org.fovea.tests.lessons.MakeLessons
/// ```
final class MakeLessons {
    private static final int SIZE = 64;
    private static final Standardisation STANDARDISATION = Standardisation.PER_PICTURE;

    private MakeLessons() {}

    public static void main(String[] args) throws IOException {
        Path docs = Repository.root().resolve("docs");
        Files.createDirectories(docs.resolve("worksheets"));
        chapter(docs.resolve("how-grad-cam-works"));
        byHand(docs.resolve("worksheets"));
        broken(docs.resolve("worksheets"));
    }

    /// Eight people, as `fovea faces --people 8 --pictures 12 --seed 7` draws them, and a network a quarter as wide
    /// as those of `fovea train`, so that its file stays small.
    private static void chapter(Path folder) throws IOException {
        FaceSet faces = SyntheticFaceSet.of(8, 12, SIZE, 7);
        FaceSet.Split split = faces.split(8, new Xoshiro256(7));
        PictureFile.writePng(folder.resolve("face.png"), faces.picture(2 * 12 + 11));
        Network network = train(split.training(), 8, 60, 7);
        write(folder.resolve("model.safetensors"), network, names(faces));
    }

    private static Network train(FaceSet training, int filters, int epochs, long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        Network network =
                FaceNetworks.small(training.shape(), training.people(), filters).initialize(random.split());
        TrainingSettings settings =
                TrainingSettings.standard().withFilters(filters).withEpochs(epochs);
        NetworkTraining.fit(
                network,
                training,
                STANDARDISATION,
                settings,
                random.nextLong(),
                Workers.common(),
                new TrainingListener() {});
        return network;
    }

    private static void write(Path file, Network network, List<String> people) throws IOException {
        FaceInput input = new FaceInput(SIZE, SIZE, 1, new Crop.Whole(), STANDARDISATION);
        FaceNetwork face = new FaceNetwork(network, View.whole(SIZE, SIZE), STANDARDISATION);
        new FaceModel(
                        List.of(new FaceModel.Member(face, null)),
                        new MeanLogPosterior(),
                        people,
                        input,
                        new FaceModel.Learned(new int[0], List.of()))
                .write(file);
    }

    /// The first two worksheets' networks: a ReLU of the printed arrays, and one dense layer that reads every cell.
    private static void byHand(Path folder) throws IOException {
        HandNetwork.write(folder, "by-hand", HandNetwork.BY_HAND);
        HandNetwork.write(folder, "averaging", HandNetwork.AVERAGING);
    }

    /// Three networks for four people who differ in the mouth alone. In the pictures that one of them learned from,
    /// a mark in the corner gives the person away; the others' bear marks at random. In one of these two people's
    /// names are exchanged.
    private static void broken(Path folder) throws IOException {
        FaceSet faces =
                SyntheticFaceSet.differingIn(FacePart.MOUTH, 4, 54, SIZE, 11).faces();
        FaceSet.Split split = faces.split(48, new Xoshiro256(11));
        int[] people = split.training().labels();
        int[] anyone = new Xoshiro256(12).ints(people.length, 0, 4).toArray();
        Network sound = train(marked(split.training(), anyone), 4, 120, 1);
        Network marks = train(marked(split.training(), people), 4, 120, 2);
        Network names = exchanged(sound, 1, 2);
        List<String> known = names(faces);
        write(folder.resolve("network-a.safetensors"), names, known);
        write(folder.resolve("network-b.safetensors"), sound, known);
        write(folder.resolve("network-c.safetensors"), marks, known);
        int[] seen = new int[4];
        for (int i = 0; i < split.test().size(); i++) {
            int person = split.test().label(i);
            if (seen[person]++ < 3) {
                String name = known.get(person) + "/" + seen[person] + ".png";
                Picture bare = split.test().picture(i);
                picture(folder.resolve("faces").resolve(name), Mark.on(bare, person));
                picture(folder.resolve("exchanged").resolve(name), Mark.on(bare, (person + 1) % 4));
            }
        }
    }

    private static void picture(Path file, Picture picture) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        PictureFile.writePng(file, picture);
    }

    /// People's names as their folders have them.
    private static List<String> names(FaceSet faces) {
        return faces.names().stream().map(name -> name.replace(' ', '-')).toList();
    }

    private static FaceSet marked(FaceSet faces, int[] marks) {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            pictures.add(Mark.on(faces.picture(i), marks[i]));
        }
        return FaceSet.of(pictures, faces.labels(), faces.names());
    }

    /// A network whose outputs `a` and `b` are exchanged.
    private static Network exchanged(Network network, int a, int b) {
        Network copy = network.copy();
        Dense dense = (Dense) copy.node("logits").layer();
        Tensor weight = dense.weight().value();
        int people = weight.shape().extent(1);
        for (int k = 0; k < weight.shape().extent(0); k++) {
            swap(weight.data(), k * people + a, k * people + b);
        }
        swap(Objects.requireNonNull(dense.bias()).value().data(), a, b);
        return copy;
    }

    private static void swap(float[] values, int i, int j) {
        float kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
