package org.fovea.facerec.network;

import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.Standardisation;

/// How a picture becomes the frame that networks see parts of: which part of it, at which size, with which values.
///
/// @param width pixels across
/// @param height pixels down
/// @param channels 1 for grey, 3 for colour
/// @param crop which part of the picture is kept
/// @param standardisation how values from 0 to 1 are shifted and scaled
public record FaceInput(int width, int height, int channels, Crop crop, Standardisation standardisation) {
    /// The frame's shape, (H, W, C).
    public Shape shape() {
        return Shape.of(height, width, channels);
    }

    /// The same as options for reading a folder.
    public FaceOptions options() {
        return (channels == 1 ? FaceOptions.grey() : FaceOptions.colour())
                .withSize(width, height)
                .withCrop(crop);
    }
}
