package org.fovea.facerec.detection;

import org.fovea.facerec.data.Picture;

/// What YuNet reads of a picture: (3, height, width), blue, green and red from 0 to 255, the picture at the top left
/// and black beside it.
record YunetInput(float[] values, int width, int height) {
    private static final int MULTIPLE = 32;
    private static final int CHANNELS = 3;

    /// @param picture in colour, no larger than the model's extents
    /// @param modelWidth the model's width, -1 where it reads any multiple of 32
    static YunetInput of(Picture picture, int modelWidth, int modelHeight) {
        int width = modelWidth > 0 ? modelWidth : padded(picture.width());
        int height = modelHeight > 0 ? modelHeight : padded(picture.height());
        float[] values = new float[CHANNELS * height * width];
        float[] rgb = picture.data();
        for (int c = 0; c < CHANNELS; c++) {
            int plane = (CHANNELS - 1 - c) * height * width;
            for (int y = 0; y < picture.height(); y++) {
                int from = y * picture.width() * CHANNELS + c;
                int to = plane + y * width;
                for (int x = 0; x < picture.width(); x++) {
                    values[to + x] = 255 * rgb[from + CHANNELS * x];
                }
            }
        }
        return new YunetInput(values, width, height);
    }

    private static int padded(int side) {
        return (side + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }

    @Override
    public String toString() {
        return CHANNELS + "×" + height + "×" + width;
    }
}
