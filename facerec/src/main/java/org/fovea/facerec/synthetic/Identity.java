package org.fovea.facerec.synthetic;

import java.util.random.RandomGenerator;
import org.fovea.engine.random.Xoshiro256;

/// Who a synthetic person is: the shape and colour of each part of the head, and nothing that changes from picture
/// to picture.
///
/// The parameters stand grouped by the part of the face they shape, so that one part can be exchanged and all others
/// stay as they are, to the bit.
///
/// @param head what shapes [FacePart#SKIN]
/// @param hair what shapes [FacePart#HAIR]
/// @param eyes what shapes [FacePart#EYE]
/// @param brows what shapes [FacePart#BROW]
/// @param nose what shapes [FacePart#NOSE]
/// @param mouth what shapes [FacePart#MOUTH]
public record Identity(Head head, Hair hair, Eyes eyes, Brows brows, Nose nose, Mouth mouth) {

    /// The person that a seed stands for.
    public static Identity of(long seed) {
        return random(new Xoshiro256(seed));
    }

    /// A person by lot. Every part has a stream of its own, so that a part's parameters do not hang on how many
    /// numbers another part drew.
    public static Identity random(RandomGenerator random) {
        return random(random, 1);
    }

    /// A person whose eyes, brows, nose and mouth depart from the mean `strength` times as far as usual.
    static Identity random(RandomGenerator random, float strength) {
        Traits traits = Traits.random(new Xoshiro256(random.nextLong()), strength);
        return new Identity(
                Head.random(new Xoshiro256(random.nextLong()), traits),
                Hair.random(new Xoshiro256(random.nextLong()), traits),
                Eyes.random(new Xoshiro256(random.nextLong()), traits),
                Brows.random(new Xoshiro256(random.nextLong()), traits),
                Nose.random(new Xoshiro256(random.nextLong()), traits),
                Mouth.random(new Xoshiro256(random.nextLong()), traits));
    }

    /// `base` with one part from the person that `seed` stands for.
    ///
    /// @throws IllegalArgumentException if `part` is [FacePart#BACKGROUND], which is nobody's own
    public static Identity differingIn(FacePart part, Identity base, long seed) {
        return base.with(part, of(seed));
    }

    /// This person with one part of another's.
    ///
    /// @throws IllegalArgumentException if `part` is [FacePart#BACKGROUND], which is nobody's own
    public Identity with(FacePart part, Identity other) {
        return switch (part) {
            case SKIN -> new Identity(other.head, hair, eyes, brows, nose, mouth);
            case HAIR -> new Identity(head, other.hair, eyes, brows, nose, mouth);
            case EYE -> new Identity(head, hair, other.eyes, brows, nose, mouth);
            case BROW -> new Identity(head, hair, eyes, other.brows, nose, mouth);
            case NOSE -> new Identity(head, hair, eyes, brows, other.nose, mouth);
            case MOUTH -> new Identity(head, hair, eyes, brows, nose, other.mouth);
            case BACKGROUND ->
                throw new IllegalArgumentException(
                        "people cannot differ in the BACKGROUND: it belongs to a picture, not to a person");
        };
    }
}
