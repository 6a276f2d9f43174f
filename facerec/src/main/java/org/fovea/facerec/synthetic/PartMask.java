package org.fovea.facerec.synthetic;

/// Which part of the face every pixel of a picture belongs to; rows from the top, pixels from the left.
public final class PartMask {
    private final int width;
    private final int height;
    private final byte[] parts;

    PartMask(int width, int height, byte[] parts) {
        this.width = width;
        this.height = height;
        this.parts = parts;
    }

    /// Pixels across.
    public int width() {
        return width;
    }

    /// Pixels down.
    public int height() {
        return height;
    }

    /// The part that the pixel in column `x` and row `y` shows: the one that covers most of it.
    ///
    /// @throws IndexOutOfBoundsException if the pixel is not in the picture
    public FacePart at(int x, int y) {
        if (x < 0 || x >= width || y < 0 || y >= height) {
            throw new IndexOutOfBoundsException(
                    "pixel (" + x + ", " + y + ") of a mask of " + width + "×" + height + " pixels");
        }
        return FacePart.of(parts[y * width + x]);
    }

    /// The number of pixels that show a part.
    public int count(FacePart part) {
        int count = 0;
        for (byte p : parts) {
            count += p == part.ordinal() ? 1 : 0;
        }
        return count;
    }

    /// 1 for the pixels that show a part and 0 for all others, row by row.
    public float[] of(FacePart part) {
        float[] values = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i] == part.ordinal() ? 1 : 0;
        }
        return values;
    }
}
