package org.fovea.facerec.data;

import java.nio.ByteBuffer;

/// A picture in memory: rows from the top, pixels from the left, channels last, values from 0 (black) to 1 (white).
///
/// The operations give a new picture, or this one where there is nothing to do; none of them writes to [#data()].
///
/// @param width pixels across
/// @param height pixels down
/// @param channels 1 for grey, 3 for red, green, blue
/// @param data `height × width × channels` values; shared, not copied
public record Picture(int width, int height, int channels, float[] data) {
    // The weights of red, green and blue in luma, ITU-R BT.601.
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    public Picture {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "×" + height + " pixels and " + channels + " channels (1 or 3)");
        }
        if (data.length != (long) width * height * channels) {
            throw new IllegalArgumentException(
                    height + "×" + width + "×" + channels + " values expected, " + data.length + " found");
        }
    }

    /// The rectangle of `width × height` pixels whose top left pixel is (`left`, `top`).
    ///
    /// @throws IllegalArgumentException if the rectangle is empty or not wholly inside this picture
    public Picture crop(int left, int top, int width, int height) {
        if (left < 0 || top < 0 || width < 1 || height < 1 || left > this.width - width || top > this.height - height) {
            throw new IllegalArgumentException("the crop of " + width + "×" + height + " pixels at (" + left + ", "
                    + top + ") is not inside a picture of " + this.width + "×" + this.height);
        }
        if (width == this.width && height == this.height) {
            return this;
        }
        float[] to = new float[width * height * channels];
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            System.arraycopy(data, ((top + y) * this.width + left) * channels, to, y * row, row);
        }
        return new Picture(width, height, channels, to);
    }

    /// This picture at another size: averaged over the area each new pixel covers where it shrinks, bilinear
    /// between pixel centres (which lie at half pixels) where it grows, each axis for itself.
    ///
    /// @throws IllegalArgumentException if `width` or `height` is below 1
    public Picture resize(int width, int height) {
        return width == this.width && height == this.height ? this : Resampling.resize(this, width, height);
    }

    /// This picture in grey: luma after ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B.
    public Picture grey() {
        if (channels == 1) {
            return this;
        }
        float[] to = new float[width * height];
        for (int i = 0, j = 0; i < to.length; i++, j += 3) {
            to[i] = Math.min(1, RED * data[j] + GREEN * data[j + 1] + BLUE * data[j + 2]);
        }
        return new Picture(width, height, 1, to);
    }

    /// This picture with three channels: grey is repeated in each.
    public Picture colour() {
        if (channels == 3) {
            return this;
        }
        float[] to = new float[data.length * 3];
        for (int i = 0, j = 0; i < data.length; i++, j += 3) {
            to[j] = data[i];
            to[j + 1] = data[i];
            to[j + 2] = data[i];
        }
        return new Picture(width, height, 3, to);
    }

    /// This picture in grey for 1, in colour for 3.
    ///
    /// @throws IllegalArgumentException if `channels` is neither 1 nor 3
    public Picture withChannels(int channels) {
        return switch (channels) {
            case 1 -> grey();
            case 3 -> colour();
            default -> throw new IllegalArgumentException(channels + " channels asked for; 1 (grey) or 3 (colour)");
        };
    }

    /// What tells this picture from others, by its size and values alone: the first 128 bits of their SHA-256, as
    /// 32 hexadecimal digits.
    public String fingerprint() {
        ByteBuffer bytes = ByteBuffer.allocate(12 + 4 * data.length);
        bytes.putInt(width).putInt(height).putInt(channels);
        for (float value : data) {
            bytes.putFloat(value);
        }
        return Fingerprint.of(bytes.array()).substring(0, 32);
    }

    /// Its size as people write it: `92×112 grey`.
    @Override
    public String toString() {
        return "Picture " + width + "×" + height + (channels == 1 ? " grey" : " colour");
    }
}
