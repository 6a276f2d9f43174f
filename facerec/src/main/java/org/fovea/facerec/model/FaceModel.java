package org.fovea.facerec.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.jspecify.annotations.Nullable;

/// What recognises faces: one network or several with the view that each has of the frame, what they made of the
/// pictures they learned from, how their answers are brought together, the people they know, and how pictures are read
/// for them. One safetensors file holds it all.
public final class FaceModel {
    /// One network of a model.
    ///
    /// @param face the network with its view; it puts out one logit a person
    /// @param experience what it made of the training pictures; null in files that do not hold it
    public record Member(FaceNetwork face, @Nullable Experience experience) {}

    /// The pictures that a model learned from.
    ///
    /// @param labels for each the person it shows
    /// @param fingerprints for each [org.fovea.facerec.data.Picture#fingerprint] of what the networks were shown
    public record Learned(int[] labels, List<String> fingerprints) {
        public Learned {
            fingerprints = List.copyOf(fingerprints);
            if (labels.length != fingerprints.size()) {
                throw new IllegalArgumentException(
                        labels.length + " labels for " + fingerprints.size() + " pictures learned from");
            }
        }

        /// What there is to remember of a set.
        public static Learned of(FaceSet training) {
            return new Learned(
                    training.labels(),
                    training.pictures().stream().map(p -> p.fingerprint()).toList());
        }

        @Override
        public String toString() {
            return labels.length + " pictures learned from";
        }
    }

    private final List<Member> members;
    private final Fusion fusion;
    private final List<String> people;
    private final FaceInput input;
    private final Learned learned;

    /// @throws IllegalArgumentException if there is no member, a member does not fit the people or the input, or
    ///     the fusion needs an experience that a member has not
    public FaceModel(List<Member> members, Fusion fusion, List<String> people, FaceInput input, Learned learned) {
        this.members = List.copyOf(members);
        this.fusion = fusion;
        this.people = List.copyOf(people);
        this.input = input;
        this.learned = learned;
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one network");
        }
        for (int label : learned.labels()) {
            if (label < 0 || label >= people.size()) {
                throw new IllegalArgumentException(
                        "a picture of person " + label + " learned from, among " + people.size() + " people");
            }
        }
        members.forEach(this::check);
    }

    private void check(Member member) {
        var face = member.face();
        if (face.view().frameWidth() != input.width()
                || face.view().frameHeight() != input.height()
                || face.channels() != input.channels()
                || !face.network().output().shape().equals(Shape.of(people.size()))) {
            throw new IllegalArgumentException("expects networks from a view of " + input.shape() + " to "
                    + people.size() + " people, found " + face.network() + " with the view " + face.view());
        }
        Experience experience = member.experience();
        if (experience == null && fusion.learns()) {
            throw new IllegalArgumentException("the fusion " + fusion.name()
                    + " needs what every network made of the pictures learned from; of one there is nothing");
        }
        if (experience != null && experience.pictures().size() != learned.labels().length) {
            throw new IllegalArgumentException(
                    "an experience of " + experience.pictures().size() + " pictures in a model of " + learned);
        }
    }

    public List<Member> members() {
        return members;
    }

    /// How the members' answers are brought together.
    public Fusion fusion() {
        return fusion;
    }

    /// Names, in the order of the outputs.
    public List<String> people() {
        return people;
    }

    /// How pictures become the frame that the members' views are parts of.
    public FaceInput input() {
        return input;
    }

    public Learned learned() {
        return learned;
    }

    /// What every member makes of the pictures of a set, in the order of the members.
    public List<Observations> observe(FaceSet faces, Workers workers) {
        List<Observations> each = new ArrayList<>();
        for (Member member : members) {
            each.add(Observations.of(member.face(), faces, null, workers));
        }
        return each;
    }

    /// The posteriors of all members together: (N, people).
    ///
    /// @param observed by every member, in their order
    public Tensor posteriors(List<Observations> observed) {
        return fuse(members, observed);
    }

    /// One member's posteriors, as the fusion has them of that member alone: (N, people).
    public Tensor posteriors(int member, Observations observed) {
        return fuse(List.of(members.get(member)), List.of(observed));
    }

    private Tensor fuse(List<Member> some, List<Observations> observed) {
        List<Experience> experiences =
                some.stream().map(Member::experience).filter(Objects::nonNull).toList();
        return fusion.fit(experiences).scores(observed);
    }

    /// Writes the model; the file appears whole or not at all.
    public void write(Path file) throws IOException {
        FaceModelFile.write(file, this);
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws org.fovea.engine.io.FileFormatException if the file is no model, is damaged, or its parts do not fit
    ///     together
    public static FaceModel read(Path file) throws IOException {
        return FaceModelFile.read(file);
    }
}
