package org.fovea.facerec.synthetic;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.synthetic.FaceRenderer.Rendering;

/// A set of synthetic faces with what only a maker knows of them: who each person is, under what conditions each
/// picture was taken, and which part every pixel shows.
///
/// The same arguments give the same bits on every machine.
public final class SyntheticFaceSet {
    // People who differ in a nose alone are hard to tell apart, for networks and people: their noses are made to differ
    // more than usual, and the conditions less.
    private static final float MARKED = 1.7f;
    private static final float CALM = 0.45f;
    private static final float NEAR = 1.15f;

    private final FaceSet faces;
    private final List<Identity> people;
    private final List<Conditions> conditions;
    private final Map<String, PartMask> masks;

    private SyntheticFaceSet(
            FaceSet faces, List<Identity> people, List<Conditions> conditions, Map<String, PartMask> masks) {
        this.faces = faces;
        this.people = people;
        this.conditions = conditions;
        this.masks = masks;
    }

    /// Grey pictures of different people.
    ///
    /// @param people at least 1
    /// @param picturesPerPerson at least 1
    /// @param size pixels across and down, 8 to 2048
    /// @param seed of everything
    /// @throws IllegalArgumentException if a number is out of its range
    public static FaceSet of(int people, int picturesPerPerson, int size, long seed) {
        return withMasks(people, picturesPerPerson, size, seed).faces();
    }

    /// The pictures that [#of] gives, with their masks.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public static SyntheticFaceSet withMasks(int people, int picturesPerPerson, int size, long seed) {
        check(people, picturesPerPerson, size);
        Xoshiro256 random = new Xoshiro256(seed);
        List<Identity> identities = Casting.distinct(() -> Identity.random(random), people, 4);
        return draw(identities, 1, 1, picturesPerPerson, size, random.nextLong());
    }

    /// Grey pictures of people who differ in one part only: what tells them apart can lie nowhere else. Nobody's
    /// brows or mouth are hidden under hair, unless it is the hair that they differ in. The part differs more than
    /// it does between people of [#of], and pose, light and expression vary less and (hair apart) the camera stands
    /// nearer, so that a small network can learn it from some tens of pictures a person.
    ///
    /// @param part any but [FacePart#BACKGROUND]
    /// @throws IllegalArgumentException if a number is out of its range, or nobody can differ in `part`
    public static SyntheticFaceSet differingIn(FacePart part, int people, int picturesPerPerson, int size, long seed) {
        return differingIn(EnumSet.of(part), people, picturesPerPerson, size, seed);
    }

    /// Grey pictures of people who differ in these parts only, as in [#differingIn(FacePart, int, int, int, long)]:
    /// any of the parts alone tells them apart.
    ///
    /// @param parts at least one, without [FacePart#BACKGROUND]
    /// @throws IllegalArgumentException if a number is out of its range, or nobody can differ in one of the parts
    public static SyntheticFaceSet differingIn(
            Set<FacePart> parts, int people, int picturesPerPerson, int size, long seed) {
        check(people, picturesPerPerson, size);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("people who differ in no part are one person");
        }
        Xoshiro256 random = new Xoshiro256(seed);
        Identity base = Casting.bare(random);
        List<Identity> identities =
                Casting.distinct(() -> other(base, parts, Identity.random(random, MARKED)), people, 16);
        return draw(
                identities, CALM, parts.contains(FacePart.HAIR) ? 1 : NEAR, picturesPerPerson, size, random.nextLong());
    }

    /// `base` with these parts of another person's.
    private static Identity other(Identity base, Set<FacePart> parts, Identity other) {
        Identity mixed = base;
        for (FacePart part : parts) {
            mixed = mixed.with(part, other);
        }
        return mixed;
    }

    private static void check(int people, int picturesPerPerson, int size) {
        FaceRenderer.check(size);
        if (people < 1 || picturesPerPerson < 1) {
            throw new IllegalArgumentException(people + " people with " + picturesPerPerson
                    + " pictures each asked for; both numbers must be at least 1");
        }
    }

    private static SyntheticFaceSet draw(
            List<Identity> people, float strength, float near, int each, int size, long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        List<Conditions> conditions = new ArrayList<>();
        for (int i = 0; i < people.size() * each; i++) {
            Conditions drawn = Conditions.random(random, strength);
            conditions.add(drawn.withZoom(drawn.zoom() * near));
        }
        // Each person is drawn by one thread with buffers of its own; nothing hangs on which, or when.
        List<List<Rendering>> renderings = IntStream.range(0, people.size())
                .parallel()
                .mapToObj(person -> {
                    FaceRenderer renderer = new FaceRenderer(size);
                    return conditions.subList(person * each, (person + 1) * each).stream()
                            .map(condition -> renderer.render(people.get(person), condition))
                            .toList();
                })
                .toList();
        return collect(people, each, conditions, renderings);
    }

    private static SyntheticFaceSet collect(
            List<Identity> people, int each, List<Conditions> conditions, List<List<Rendering>> drawn) {
        List<Picture> pictures = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int[] labels = new int[people.size() * each];
        for (int person = 0; person < people.size(); person++) {
            names.add("person " + (person + 1));
            for (Rendering rendering : drawn.get(person)) {
                labels[pictures.size()] = person;
                pictures.add(rendering.picture().grey());
            }
        }
        FaceSet faces = FaceSet.of(pictures, labels, names);
        Map<String, PartMask> masks = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            masks.put(faces.source(i), drawn.get(i / each).get(i % each).mask());
        }
        return new SyntheticFaceSet(faces, List.copyOf(people), List.copyOf(conditions), Map.copyOf(masks));
    }

    /// The pictures and the people they show.
    public FaceSet faces() {
        return faces;
    }

    /// Who the people are; a person's place is its label.
    public List<Identity> people() {
        return people;
    }

    /// Under what conditions each picture was taken, in the order of the pictures in [#faces()].
    public List<Conditions> conditions() {
        return conditions;
    }

    /// The mask of the picture that [FaceSet#source] names so, in [#faces()] or in any part of it.
    ///
    /// @throws IllegalArgumentException if there is no such picture
    public PartMask mask(String source) {
        PartMask mask = masks.get(source);
        if (mask == null) {
            throw new IllegalArgumentException("no picture \"" + source + "\" among " + masks.size());
        }
        return mask;
    }
}
