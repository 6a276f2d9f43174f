package org.fovea.facerec.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;
import org.fovea.gradcam.HeatMap;
import org.jspecify.annotations.Nullable;

/// What a network sees of the aligned frame: all of it, a rectangle, or any region. It is the same when the network
/// learns, recognises and is explained, so that whatever lies on the hidden part cannot touch that network.
///
/// A network reads the view's box, the smallest rectangle that holds the region; pixels of the box outside the region
/// are 0, and mean and deviation of the standardisation are those of the visible pixels alone. So nothing of what is
/// hidden reaches the network, not even through the brightness of the rest.
///
/// Coordinates are pixels of the frame, columns from the left and rows from the top.
public final class View {
    /// The sides of a box are multiples of this where the frame allows, so that three 2×2 poolings leave nothing
    /// over.
    private static final int GRID = 8;

    /// The shortest side of a box: what the networks for faces need.
    private static final int SHORTEST = 16;

    private final int frameWidth;
    private final int frameHeight;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    /// One flag a pixel of the box; null where all are visible.
    private final boolean @Nullable [] visible;

    private View(
            int frameWidth, int frameHeight, int left, int top, int width, int height, boolean @Nullable [] visible) {
        if (left < 0 || top < 0 || width < 1 || height < 1 || left > frameWidth - width || top > frameHeight - height) {
            throw new IllegalArgumentException("a view of " + width + "×" + height + " pixels at (" + left + ", " + top
                    + ") is not inside a frame of " + frameWidth + "×" + frameHeight);
        }
        if ((long) frameWidth * frameHeight > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a frame of " + frameWidth + "×" + frameHeight + " pixels is too large");
        }
        this.frameWidth = frameWidth;
        this.frameHeight = frameHeight;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.visible = visible;
    }

    /// The whole frame.
    public static View whole(int frameWidth, int frameHeight) {
        return new View(frameWidth, frameHeight, 0, 0, frameWidth, frameHeight, null);
    }

    /// A rectangle of the frame.
    ///
    /// @throws IllegalArgumentException if it is empty or not wholly inside the frame
    public static View rectangle(int frameWidth, int frameHeight, int left, int top, int width, int height) {
        return new View(frameWidth, frameHeight, left, top, width, height, null);
    }

    /// A region of any form.
    ///
    /// @param region one flag a pixel of the frame, row by row; at least one is set
    public static View region(int frameWidth, int frameHeight, boolean[] region) {
        if (region.length != frameWidth * frameHeight) {
            throw new IllegalArgumentException(
                    "a region of " + region.length + " flags for a frame of " + frameWidth + "×" + frameHeight);
        }
        int x0 = frameWidth;
        int x1 = 0;
        int y0 = frameHeight;
        int y1 = 0;
        for (int i = 0; i < region.length; i++) {
            if (region[i]) {
                x0 = Math.min(x0, i % frameWidth);
                x1 = Math.max(x1, i % frameWidth + 1);
                y0 = Math.min(y0, i / frameWidth);
                y1 = Math.max(y1, i / frameWidth + 1);
            }
        }
        if (x0 >= x1) {
            throw new IllegalArgumentException("a view of no pixel");
        }
        int width = side(x1 - x0, frameWidth);
        int height = side(y1 - y0, frameHeight);
        int left = Math.clamp(x0 - (width - (x1 - x0)) / 2, 0, frameWidth - width);
        int top = Math.clamp(y0 - (height - (y1 - y0)) / 2, 0, frameHeight - height);
        boolean[] visible = new boolean[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(region, (top + y) * frameWidth + left, visible, y * width, width);
        }
        boolean all = true;
        for (boolean pixel : visible) {
            all &= pixel;
        }
        return new View(frameWidth, frameHeight, left, top, width, height, all ? null : visible);
    }

    private static int side(int length, int frame) {
        return Math.min(frame, Math.max(SHORTEST, (length + GRID - 1) / GRID * GRID));
    }

    public int frameWidth() {
        return frameWidth;
    }

    public int frameHeight() {
        return frameHeight;
    }

    /// The box's first column.
    public int left() {
        return left;
    }

    /// The box's first row.
    public int top() {
        return top;
    }

    /// Columns of the box.
    public int width() {
        return width;
    }

    /// Rows of the box.
    public int height() {
        return height;
    }

    /// Whether the network sees all of the frame.
    public boolean isWhole() {
        return visible == null && width == frameWidth && height == frameHeight;
    }

    /// Whether the network sees this pixel of the frame.
    public boolean sees(int column, int row) {
        int x = column - left;
        int y = row - top;
        return x >= 0 && y >= 0 && x < width && y < height && (visible == null || visible[y * width + x]);
    }

    /// One flag a pixel of the frame, row by row: whether the network sees it.
    public boolean[] region() {
        boolean[] region = new boolean[frameWidth * frameHeight];
        for (int i = 0; i < region.length; i++) {
            region[i] = sees(i % frameWidth, i / frameWidth);
        }
        return region;
    }

    /// The visible share of the frame's pixels, above 0 and at most 1.
    public double share() {
        int count = 0;
        for (boolean pixel : region()) {
            count += pixel ? 1 : 0;
        }
        return (double) count / (frameWidth * frameHeight);
    }

    /// The shape of the network's input: the box, (height, width, channels).
    public Shape shape(int channels) {
        return Shape.of(height, width, channels);
    }

    /// Writes what the network gets of a frame: the box, standardised over the visible pixels, 0 where hidden.
    ///
    /// @param frame the frame's values, (H, W, C)
    /// @param into gets (height, width, C) from `offset` on
    public void write(float[] frame, int channels, Standardisation standardisation, float[] into, int offset) {
        int row = width * channels;
        for (int y = 0; y < height; y++) {
            System.arraycopy(frame, ((top + y) * frameWidth + left) * channels, into, offset + y * row, row);
        }
        standardisation.apply(into, offset, height * row, channels, visible);
    }

    /// The picture as the network sees it: the box, grey where hidden.
    public Picture of(Picture frame) {
        Picture box = checked(frame).crop(left, top, width, height);
        return visible == null ? box : masked(box, visible);
    }

    /// The whole frame, grey where the network does not see it.
    public Picture on(Picture frame) {
        return isWhole() ? frame : masked(checked(frame), region());
    }

    private static Picture masked(Picture picture, boolean[] visible) {
        float[] data = picture.data().clone();
        for (int i = 0; i < data.length; i++) {
            if (!visible[i / picture.channels()]) {
                data[i] = 0.5f;
            }
        }
        return new Picture(picture.width(), picture.height(), picture.channels(), data);
    }

    private Picture checked(Picture frame) {
        if (frame.width() != frameWidth || frame.height() != frameHeight) {
            throw new IllegalArgumentException(
                    "a view of a frame of " + frameWidth + "×" + frameHeight + " pixels asked of " + frame);
        }
        return frame;
    }

    /// A map of the box, at its size, in its place in the frame: 0 outside the region.
    public HeatMap onFrame(HeatMap box) {
        if (box.width() != width || box.height() != height) {
            throw new IllegalArgumentException("a map of " + box.height() + "×" + box.width() + " cells for a box of "
                    + height + "×" + width + " pixels");
        }
        float[] values = new float[frameWidth * frameHeight];
        for (int i = 0; i < box.values().length; i++) {
            if (visible == null || visible[i]) {
                values[(top + i / width) * frameWidth + left + i % width] = box.values()[i];
            }
        }
        return new HeatMap(frameHeight, frameWidth, values, box.method(), box.layer(), box.target());
    }

    /// The view as text that [#parse] reads: `64x64 whole`, `64x64 box 8,16,40,32` (left, top, width, height), or
    /// with ` runs 3,5,…` behind it, the lengths of alternately hidden and visible runs of the box's pixels.
    @Override
    public String toString() {
        String frame = frameWidth + "x" + frameHeight;
        if (isWhole()) {
            return frame + " whole";
        }
        String box = String.format(Locale.ROOT, "%s box %d,%d,%d,%d", frame, left, top, width, height);
        return visible == null ? box : box + " runs " + runs(visible);
    }

    private static String runs(boolean[] flags) {
        StringBuilder text = new StringBuilder();
        boolean value = false;
        int start = 0;
        for (int i = 0; i <= flags.length; i++) {
            if (i == flags.length || flags[i] != value) {
                text.append(text.isEmpty() ? "" : ",").append(i - start);
                start = i;
                value = !value;
            }
        }
        return text.toString();
    }

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException if the text is no view; the message holds it
    public static View parse(String text) {
        try {
            View view = read(text.split(" "));
            if (view.toString().equals(text)) { // so one view has one text, and nothing in it is passed over
                return view;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("no view: \"" + text + "\"", e);
        }
        throw new IllegalArgumentException("no view: \"" + text + "\"");
    }

    private static View read(String[] words) {
        String[] frame = words[0].split("x", -1);
        int w = Integer.parseInt(frame[0]);
        int h = Integer.parseInt(frame[1]);
        if (words[1].equals("whole")) {
            return whole(w, h);
        }
        int[] box = numbers(words[2]);
        View all = rectangle(w, h, box[0], box[1], box[2], box[3]);
        return words.length == 3
                ? all
                : new View(w, h, box[0], box[1], box[2], box[3], flags(numbers(words[4]), box[2] * box[3]));
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    /// The flags that runs stand for, some of them set and some not.
    private static boolean[] flags(int[] runs, int length) {
        long hidden = 0;
        long seen = 0;
        for (int i = 0; i < runs.length; i++) {
            if (runs[i] < (i == 0 ? 0 : 1)) {
                throw new IllegalArgumentException("a run of " + runs[i] + " pixels");
            }
            hidden += i % 2 == 0 ? runs[i] : 0;
            seen += i % 2 == 0 ? 0 : runs[i];
        }
        if (hidden + seen != length || hidden == 0 || seen == 0) {
            throw new IllegalArgumentException(hidden + " hidden and " + seen + " visible of " + length + " pixels");
        }
        boolean[] flags = new boolean[length];
        int at = 0;
        for (int i = 0; i < runs.length; i++) {
            Arrays.fill(flags, at, at + runs[i], i % 2 == 1);
            at += runs[i];
        }
        return flags;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof View view && toString().equals(view.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(frameWidth, frameHeight, left, top, width, height);
    }
}
