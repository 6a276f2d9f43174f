package org.fovea.facerec.data;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/// What lies on a face when it is to be recognised. Measures are shares of the frame's width and height; the pixels are
/// those for 64×64, on which the conditions were first drawn up.
public enum Condition {
    /// Nothing: the picture as it is.
    CLEAN,

    /// A dark band over the eyes, 44×13 pixels, up to 2 pixels aside and 3 up or down, of one grey below 0.15.
    GLASSES,

    /// Columns 6 to 57 from row 38 to 41 on down to the chin, one grey from 0.1 to 0.9.
    SCARF,

    /// A square of 22 to 31 pixels anywhere, of one grey or of noise.
    BLOCK;

    private static final double UNIT = 64;

    /// The conditions that cover a part of the face.
    public static List<Condition> occluded() {
        return List.of(GLASSES, SCARF, BLOCK);
    }

    /// The name on the command line and in tables: `glasses`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The picture under this condition; this picture itself where nothing is to be done.
    ///
    /// @param random decides the place and the shade
    public Picture apply(Picture picture, RandomGenerator random) {
        return switch (this) {
            case CLEAN -> picture;
            case GLASSES -> {
                double x = 10 + random.nextInt(-2, 3);
                double y = 19 + random.nextInt(-3, 4);
                double grey = random.nextDouble(0, 0.15);
                yield covered(picture, x, y, 44, 13, i -> grey);
            }
            case SCARF -> {
                double y = random.nextInt(38, 42);
                double grey = random.nextDouble(0.1, 0.9);
                yield covered(picture, 6, y, 52, UNIT - y, i -> grey);
            }
            case BLOCK -> {
                int side = random.nextInt(22, 32);
                double x = random.nextInt((int) UNIT - side + 1);
                double y = random.nextInt((int) UNIT - side + 1);
                double grey = random.nextDouble();
                boolean noise = random.nextBoolean();
                yield covered(picture, x, y, side, side, i -> noise ? random.nextDouble() : grey);
            }
        };
    }

    /// The picture with a rectangle filled in, its measures in pixels of a frame of 64×64.
    private static Picture covered(
            Picture picture, double x, double y, double width, double height, IntToDoubleFunction value) {
        int left = (int) Math.round(x * picture.width() / UNIT);
        int right = (int) Math.round((x + width) * picture.width() / UNIT);
        int top = (int) Math.round(y * picture.height() / UNIT);
        int bottom = (int) Math.round((y + height) * picture.height() / UNIT);
        float[] data = picture.data().clone();
        int channels = picture.channels();
        for (int row = top; row < bottom; row++) {
            for (int i = (row * picture.width() + left) * channels;
                    i < (row * picture.width() + right) * channels;
                    i++) {
                data[i] = (float) value.applyAsDouble(i);
            }
        }
        return new Picture(picture.width(), picture.height(), channels, data);
    }
}
