package org.fovea.facerec.baseline;

import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;

/// What turns a picture into a vector.
@FunctionalInterface
interface Features {
    /// The pixels with mean 0 and variance 1.
    Features PIXELS = picture -> {
        float[] pixels = picture.data().clone();
        Standardisation.PER_PICTURE.apply(pixels, 0, pixels.length);
        return pixels;
    };

    float[] of(Picture picture);

    /// The vectors of all pictures of a set.
    default float[][] of(FaceSet faces) {
        return faces.pictures().stream().map(this::of).toArray(float[][]::new);
    }

    /// These vectors, brought to length 1; a vector of zeros stays what it is.
    default Features normalised() {
        return picture -> {
            float[] vector = of(picture);
            double squares = 0;
            for (float value : vector) {
                squares += (double) value * value;
            }
            for (int i = 0; squares > 0 && i < vector.length; i++) {
                vector[i] = (float) (vector[i] / Math.sqrt(squares));
            }
            return vector;
        };
    }
}
