package org.fovea.facerec.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/// Between AWT's images and [Picture].
///
/// Samples are taken from the raster, not through `getRGB`: AWT holds grey to be linear light and would brighten it
/// (128 becomes 188) on the way to sRGB.
final class Pixels {
    private Pixels() {}

    static Picture of(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        if (colours instanceof IndexColorModel palette) {
            return indexed(image.getRaster(), palette);
        }
        int bands = image.getRaster().getNumBands();
        int expected = colours.getNumComponents();
        if (bands != expected || bands > 4) {
            throw new IllegalArgumentException(
                    bands + " samples a pixel; 1 (grey) or 3 (RGB) are read, each with or" + " without transparency");
        }
        return direct(image.getRaster(), colours);
    }

    /// A picture whose pixels hold numbers of colours; one channel if its palette holds only greys.
    private static Picture indexed(Raster raster, IndexColorModel palette) {
        int size = palette.getMapSize();
        float[] rgb = new float[size * 3];
        boolean grey = true;
        for (int i = 0; i < size; i++) {
            float alpha = palette.getAlpha(i) / 255f;
            rgb[3 * i] = onWhite(palette.getRed(i) / 255f, alpha);
            rgb[3 * i + 1] = onWhite(palette.getGreen(i) / 255f, alpha);
            rgb[3 * i + 2] = onWhite(palette.getBlue(i) / 255f, alpha);
            grey &= rgb[3 * i] == rgb[3 * i + 1] && rgb[3 * i] == rgb[3 * i + 2];
        }
        int width = raster.getWidth();
        int channels = grey ? 1 : 3;
        float[] to = new float[width * raster.getHeight() * channels];
        int[] row = new int[width];
        for (int y = 0, k = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                if (index >= size) {
                    throw new IllegalArgumentException("colour " + index + " of a palette of " + size);
                }
                for (int c = 0; c < channels; c++) {
                    to[k++] = rgb[3 * index + c];
                }
            }
        }
        return new Picture(width, raster.getHeight(), channels, to);
    }

    /// A picture whose pixels hold samples: grey or red, green, blue, then alpha if there is any.
    private static Picture direct(Raster raster, ColorModel colours) {
        int bands = raster.getNumBands();
        boolean alpha = colours.hasAlpha();
        int channels = alpha ? bands - 1 : bands;
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(channels + " colour samples a pixel; 1 (grey) or 3 (RGB) are read");
        }
        float[] scale = new float[bands];
        for (int b = 0; b < bands; b++) {
            boolean real = raster.getTransferType() == DataBuffer.TYPE_FLOAT;
            scale[b] = real ? 1 : 1f / ((1L << colours.getComponentSize(b)) - 1);
        }
        int width = raster.getWidth();
        float[] to = new float[width * raster.getHeight() * channels];
        float[] row = new float[width * bands];
        for (int y = 0, k = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i += bands) {
                float a = alpha ? row[i + channels] * scale[channels] : 1;
                for (int c = 0; c < channels; c++) {
                    float sample = row[i + c] * scale[c];
                    to[k++] = colours.isAlphaPremultiplied() ? Math.min(1, sample + 1 - a) : onWhite(sample, a);
                }
            }
        }
        return new Picture(width, raster.getHeight(), channels, to);
    }

    private static float onWhite(float value, float alpha) {
        return Math.clamp(alpha * value + (1 - alpha), 0, 1);
    }

    /// A picture as an 8-bit image, grey or RGB; values outside 0 to 1 are clamped.
    static BufferedImage image(Picture picture) {
        int type = picture.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        var image = new BufferedImage(picture.width(), picture.height(), type);
        int row = picture.width() * picture.channels();
        int[] samples = new int[row];
        for (int y = 0; y < picture.height(); y++) {
            for (int i = 0; i < row; i++) {
                samples[i] = Math.round(255 * Math.clamp(picture.data()[y * row + i], 0, 1));
            }
            image.getRaster().setPixels(0, y, picture.width(), 1, samples);
        }
        return image;
    }
}
