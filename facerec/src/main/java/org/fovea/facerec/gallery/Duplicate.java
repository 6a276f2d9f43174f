package org.fovea.facerec.gallery;

import org.fovea.facerec.data.Printable;

/// Something already enrolled that a new picture repeats.
///
/// @param kind in which way
/// @param person who is enrolled with it
/// @param picture its id
/// @param score cosine similarity, −1 to 1
public record Duplicate(Kind kind, String person, String picture, double score) {
    /// In which way a picture repeats another.
    public enum Kind {
        /// The picture itself, by its id: it is not enrolled again.
        SAME_PICTURE,
        /// Another person's picture with nearly the same embedding, such as the same photograph in another
        /// file, or a person under two names: it is enrolled all the same.
        ANOTHER_PERSONS_LIKENESS
    }

    /// A sentence for people.
    public String remark() {
        return kind == Kind.SAME_PICTURE
                ? "the picture is enrolled already, as " + Printable.of(person)
                : String.format(
                        "is as good as a picture of %s (similarity %.3f): the same picture, or one person of two"
                                + " names?",
                        Printable.of(person), score);
    }
}
