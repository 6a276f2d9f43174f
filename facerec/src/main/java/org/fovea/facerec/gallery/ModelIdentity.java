package org.fovea.facerec.gallery;

import org.fovea.facerec.data.Printable;

/// The model that a gallery's embeddings are of: embeddings of two models cannot be compared.
///
/// @param name what people call it
/// @param fingerprint what tells it from every other, such as the SHA-256 of its file
/// @param length how many values an embedding has
public record ModelIdentity(String name, String fingerprint, int length) {
    /// More values than any face model gives; a larger number is a slip.
    static final int MOST_VALUES = 65_536;

    public ModelIdentity {
        if (name.isBlank() || fingerprint.isBlank()) {
            throw new IllegalArgumentException(
                    "a model has a name and a fingerprint, found \"" + name + "\" and \"" + fingerprint + "\"");
        }
        if (length < 1 || length > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "embeddings of " + length + " values; they have from 1 to " + MOST_VALUES);
        }
    }

    /// A model that is known by the bytes of its file.
    ///
    /// @param sha256 of the file, in hexadecimal digits
    public static ModelIdentity ofFile(String name, String sha256, int length) {
        return new ModelIdentity(name, "sha256:" + sha256, length);
    }

    /// Refuses embeddings of another model.
    ///
    /// @throws IllegalArgumentException if fingerprint or length differ; the message names both models
    void require(ModelIdentity other, String where) {
        if (!fingerprint.equals(other.fingerprint) || length != other.length) {
            throw new IllegalArgumentException(
                    where + " holds embeddings of " + this + "; those of " + other + " cannot be compared with them");
        }
    }

    /// Refuses an embedding of another length.
    void requireLength(float[] embedding, String what) {
        if (embedding.length != length) {
            throw new IllegalArgumentException(
                    what + " has " + embedding.length + " values; embeddings of " + this + " expected");
        }
    }

    /// Refuses a picture whose embedding has another length.
    void requireLength(Picture picture) {
        requireLength(picture.embedding(), "the embedding of " + picture);
    }

    /// `buffalo (sha256:9f…, 512 values)`.
    @Override
    public String toString() {
        return Printable.of(name) + " (" + Printable.of(fingerprint) + ", " + length + " values)";
    }
}
