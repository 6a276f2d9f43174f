package org.fovea.facerec.synthetic;

/// The parts of a picture of a face: what a mask says of each pixel, and what people can be made to differ in.
public enum FacePart {
    /// Everything that is not the person's own: the backdrop and the clothes.
    BACKGROUND,
    /// The skull with its ears and chin, the neck, and all skin that belongs to no other part.
    SKIN,
    /// The hair of the head.
    HAIR,
    /// The eyes, from the crease of the upper lid to the edge of the lower.
    EYE,
    /// The eyebrows.
    BROW,
    /// The nose, from between the eyes to below the nostrils.
    NOSE,
    /// The lips and what shows between them.
    MOUTH;

    private static final FacePart[] PARTS = values();

    static FacePart of(int ordinal) {
        return PARTS[ordinal];
    }

    static int count() {
        return PARTS.length;
    }
}
