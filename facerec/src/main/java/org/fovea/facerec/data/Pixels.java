package org.fovea.facerec.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;

/// Between AWT's images and [Picture].
///
/// Samples are taken from the raster, not through `getRGB`: AWT holds grey to be linear light and would brighten it
/// (128 becomes 188) on the way to sRGB.
final class Pixels {
    private Pixels() {}

    /// An image's pixels, turned as `orientation` says.
    ///
    /// @throws RefusedPictureException if a pixel's samples are neither grey nor RGB nor CMYK
    static Picture of(BufferedImage image, Orientation orientation) throws IOException {
        ColorModel colours = image.getColorModel();
        if (colours instanceof IndexColorModel palette) {
            return indexed(image.getRaster(), palette, orientation);
        }
        if (colours.getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            return cmyk(image.getRaster(), orientation);
        }
        int bands = image.getRaster().getNumBands();
        if (bands != colours.getNumComponents() || bands > 4) {
            throw refused(bands);
        }
        return direct(image.getRaster(), colours, orientation);
    }

    private static RefusedPictureException refused(int samples) {
        return new RefusedPictureException(
                "of " + samples + " samples a pixel; 1 (grey) and 3 (RGB) are read, each with or without transparency");
    }

    /// Where the samples of stored pixels are shown, for pictures of one size.
    private record Placing(Orientation orientation, int width, int height, int channels) {
        static Placing of(Raster raster, int channels, Orientation orientation) {
            return new Placing(orientation, raster.getWidth(), raster.getHeight(), channels);
        }

        int first(int row) {
            return channels * orientation.first(row, width, height);
        }

        int step() {
            return channels * orientation.step(height);
        }

        float[] room() {
            return new float[Math.toIntExact((long) width * height * channels)];
        }

        Picture picture(float[] data) {
            return new Picture(orientation.width(width, height), orientation.height(width, height), channels, data);
        }
    }

    /// A picture whose pixels hold numbers of colours; one channel if its palette holds only greys.
    private static Picture indexed(Raster raster, IndexColorModel palette, Orientation orientation) throws IOException {
        int size = palette.getMapSize();
        float[] rgb = new float[size * 3];
        boolean grey = true;
        for (int i = 0; i < size; i++) {
            float alpha = palette.getAlpha(i) / 255f;
            rgb[3 * i] = palette.getRed(i) / 255f;
            rgb[3 * i + 1] = palette.getGreen(i) / 255f;
            rgb[3 * i + 2] = palette.getBlue(i) / 255f;
            onWhite(rgb, 3 * i, 3, alpha);
            grey &= rgb[3 * i] == rgb[3 * i + 1] && rgb[3 * i] == rgb[3 * i + 2];
        }
        int width = raster.getWidth();
        Placing placing = Placing.of(raster, grey ? 1 : 3, orientation);
        float[] to = placing.room();
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            int k = placing.first(y);
            for (int index : row) {
                if (index >= size) {
                    throw new IOException("colour " + index + " of a palette of " + size);
                }
                System.arraycopy(rgb, 3 * index, to, k, placing.channels);
                k += placing.step();
            }
        }
        return placing.picture(to);
    }

    /// A row's samples, into `row`.
    ///
    /// @param wholes room for them where they are whole numbers, else empty
    private static void samples(Raster raster, int y, int[] wholes, float[] row) {
        if (wholes.length == 0) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            return;
        }
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, wholes);
        for (int i = 0; i < row.length; i++) {
            row[i] = wholes[i];
        }
    }

    /// Whether samples are whole numbers. Asked for as such, a photograph of 250×250 pixels is read in 1.0 ms
    /// instead of 1.2 by floats.
    private static boolean isWhole(Raster raster) {
        return switch (raster.getTransferType()) {
            case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_SHORT, DataBuffer.TYPE_INT -> true;
            default -> false;
        };
    }

    /// A picture whose pixels hold samples: grey or red, green, blue, then alpha if there is any.
    private static Picture direct(Raster raster, ColorModel colours, Orientation orientation) throws IOException {
        int bands = raster.getNumBands();
        boolean alpha = colours.hasAlpha();
        int channels = alpha ? bands - 1 : bands;
        if (channels != 1 && channels != 3) {
            throw refused(channels);
        }
        float[] scale = scale(raster, colours);
        int width = raster.getWidth();
        Placing placing = Placing.of(raster, channels, orientation);
        float[] to = placing.room();
        float[] row = new float[width * bands];
        int[] wholes = new int[isWhole(raster) ? row.length : 0];
        for (int y = 0; y < raster.getHeight(); y++) {
            samples(raster, y, wholes, row);
            int k = placing.first(y);
            for (int i = 0; i < row.length; i += bands, k += placing.step()) {
                for (int c = 0; c < channels; c++) {
                    to[k + c] = row[i + c] * scale[c];
                }
                if (alpha) {
                    onWhite(to, k, channels, row[i + channels] * scale[channels]);
                }
            }
        }
        return placing.picture(to);
    }

    /// Ink on white: red is (1 − C)(1 − K), and so on, as readers without colour management have it.
    private static Picture cmyk(Raster raster, Orientation orientation) {
        int width = raster.getWidth();
        Placing placing = Placing.of(raster, 3, orientation);
        float[] to = placing.room();
        int[] row = new int[4 * width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            int k = placing.first(y);
            for (int i = 0; i < row.length; i += 4, k += placing.step()) {
                for (int c = 0; c < 3; c++) {
                    to[k + c] = (255 - row[i + c]) * (255 - row[i + 3]) / (255f * 255f);
                }
            }
        }
        return placing.picture(to);
    }

    /// What makes each band's largest sample 1. A band of no bits (a bitmap's empty mask) is 0 throughout.
    private static float[] scale(Raster raster, ColorModel colours) {
        float[] scale = new float[raster.getNumBands()];
        for (int b = 0; b < scale.length; b++) {
            int bits = colours.getComponentSize(b);
            scale[b] = bits == 0 ? 0 : 1f / ((1L << bits) - 1);
        }
        return scale;
    }

    /// A bitmap as it is, without its alpha if that is 0 throughout: many programs write a mask for it and no
    /// values, and readers show such pictures, not nothing.
    static BufferedImage withoutEmptyAlpha(BufferedImage image) {
        if (!(image.getColorModel() instanceof DirectColorModel colours) || !colours.hasAlpha()) {
            return image;
        }
        WritableRaster raster = image.getRaster();
        int[] alpha = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, alpha.length, 1, 3, alpha);
            if (Arrays.stream(alpha).anyMatch(a -> a != 0)) {
                return image;
            }
        }
        var opaque = new DirectColorModel(32, colours.getRedMask(), colours.getGreenMask(), colours.getBlueMask());
        WritableRaster seen =
                raster.createWritableChild(0, 0, image.getWidth(), image.getHeight(), 0, 0, new int[] {0, 1, 2});
        return new BufferedImage(opaque, seen, false, null);
    }

    /// Lays one pixel's `channels` values from `k` on, seen through `alpha`, on white.
    static void onWhite(float[] values, int k, int channels, float alpha) {
        for (int c = k; c < k + channels; c++) {
            values[c] = Math.clamp(alpha * values[c] + (1 - alpha), 0, 1);
        }
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
