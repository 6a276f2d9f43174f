package org.fovea.facerec.network;

import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;

/// How a picture becomes a network's input: which part of it, at which size, with which values.
///
/// @param width pixels across
/// @param height pixels down
/// @param channels 1 for grey, 3 for colour
/// @param crop which part of the picture is kept
/// @param standardisation how values from 0 to 1 are shifted and scaled
public record FaceInput(int width, int height, int channels, Crop crop, Standardisation standardisation) {
    /// One picture's shape as the network reads it.
    public Shape shape() {
        return Shape.of(height, width, channels);
    }

    /// The same as options for reading a folder.
    public FaceOptions options() {
        return (channels == 1 ? FaceOptions.grey() : FaceOptions.colour())
                .withSize(width, height)
                .withCrop(crop);
    }

    /// A picture of any size as a batch of one, (1, H, W, C).
    public Tensor tensor(Picture picture) {
        Picture fitted = options().apply(picture);
        float[] values = fitted.data().clone();
        standardisation.apply(values, 0, values.length);
        return Tensor.of(shape().batch(1), values);
    }
}
