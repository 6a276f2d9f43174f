package org.fovea.facerec.data;

/// A picture in memory: rows from the top, pixels from the left, channels last, values from 0 (black) to 1 (white).
///
/// @param width pixels across
/// @param height pixels down
/// @param channels 1 for grey, 3 for red, green, blue
/// @param data `height × width × channels` values; shared, not copied
public record Picture(int width, int height, int channels, float[] data) {
    public Picture {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "×" + height + " pixels and " + channels + " channels (1 or 3)");
        }
        if (data.length != width * height * channels) {
            throw new IllegalArgumentException(
                    width + "×" + height + "×" + channels + " values expected, " + data.length + " found");
        }
    }
}
