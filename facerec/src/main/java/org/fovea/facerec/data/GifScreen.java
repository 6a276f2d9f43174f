package org.fovea.facerec.data;

import java.util.Arrays;

/// The screen of a GIF and the place of its first frame on it (GIF89a, sections 18 to 23): the frame may be smaller
/// than the picture.
///
/// @param width pixels across of the picture, enough for the frame where the file claims less
/// @param height pixels down
/// @param left where the frame's pixels begin
/// @param top where the frame's rows begin
/// @param background what lies beside the frame, as 0xRRGGBB: the file's background colour, white if it has none or
///     the frame has transparent parts
record GifScreen(int width, int height, int left, int top, int background) {
    private static final int WHITE = 0xff_ff_ff;
    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int FRAME = 0x2c;

    /// Reads the headers up to the first frame.
    ///
    /// @throws IndexOutOfBoundsException if the file is cut short
    static GifScreen of(byte[] gif) {
        int flags = gif[10];
        boolean palette = (flags & 0x80) != 0;
        int at = palette ? HEADER + 3 * (2 << (flags & 7)) : HEADER;
        boolean transparent = false;
        while (gif[at] == EXTENSION) {
            transparent |= (gif[at + 1] & 0xff) == GRAPHIC_CONTROL && (gif[at + 3] & 1) != 0;
            at += 2;
            while (gif[at] != 0) { // sub-blocks, each after its length
                at += 1 + (gif[at] & 0xff);
            }
            at++;
        }
        if (gif[at] != FRAME) {
            throw new IllegalArgumentException("a frame expected at byte " + at);
        }
        int colour = HEADER + 3 * (gif[11] & 0xff);
        int background = palette && !transparent && colour < HEADER + 3 * (2 << (flags & 7))
                ? ((gif[colour] & 0xff) << 16) | ((gif[colour + 1] & 0xff) << 8) | (gif[colour + 2] & 0xff)
                : WHITE;
        int left = u16(gif, at + 1);
        int top = u16(gif, at + 3);
        return new GifScreen(
                Math.max(u16(gif, 6), left + u16(gif, at + 5)),
                Math.max(u16(gif, 8), top + u16(gif, at + 7)),
                left,
                top,
                background);
    }

    private static int u16(byte[] gif, int at) {
        return (gif[at] & 0xff) | ((gif[at + 1] & 0xff) << 8);
    }

    /// The picture that shows `frame` in its place.
    Picture with(Picture frame) {
        if (frame.width() == width && frame.height() == height) {
            return frame;
        }
        int red = background >> 16;
        boolean grey = red == (background >> 8 & 0xff) && red == (background & 0xff);
        Picture shown = grey ? frame : frame.colour();
        int channels = shown.channels();
        float[] to = new float[width * height * channels];
        if (channels == 1) {
            Arrays.fill(to, red / 255f);
        } else {
            for (int i = 0; i < to.length; i++) {
                to[i] = (background >> (16 - 8 * (i % 3)) & 0xff) / 255f;
            }
        }
        int row = shown.width() * channels;
        for (int y = 0; y < shown.height(); y++) {
            System.arraycopy(shown.data(), y * row, to, ((top + y) * width + left) * channels, row);
        }
        return new Picture(width, height, channels, to);
    }
}
