package org.fovea.facerec.gaze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.fovea.gradcam.HeatMap;
import org.jspecify.annotations.Nullable;

/// Compact regions of the frame: discs and rectangles placed where a gaze is, or by lot.
///
/// A region is one flag a pixel, row by row. A disc among allowed pixels is made of the allowed pixels nearest to its
/// centre, so that it has the area asked for also where others have taken a part of it.
public final class Regions {
    /// Centres tried: every so many pixels.
    private static final int STEP = 2;

    private Regions() {}

    /// All of a frame.
    public static boolean[] all(int width, int height) {
        boolean[] all = new boolean[width * height];
        Arrays.fill(all, true);
        return all;
    }

    /// What one region has and the other has not.
    public static boolean[] without(boolean[] region, boolean[] other) {
        boolean[] rest = region.clone();
        for (int i = 0; i < rest.length; i++) {
            rest[i] &= !other[i];
        }
        return rest;
    }

    /// The number of pixels of a region.
    public static int area(boolean[] region) {
        int area = 0;
        for (boolean pixel : region) {
            area += pixel ? 1 : 0;
        }
        return area;
    }

    /// The disc among the allowed pixels that holds most of a gaze; of equal ones the one nearest to the top left.
    ///
    /// @param area pixels it is to have
    /// @throws IllegalArgumentException if fewer are allowed
    public static boolean[] disc(HeatMap gaze, boolean[] allowed, int area) {
        double most = -1;
        boolean @Nullable [] best = null;
        for (int y = 0; y < gaze.height(); y += STEP) {
            for (int x = 0; x < gaze.width(); x += STEP) {
                boolean[] disc = disc(gaze.width(), x + 0.5, y + 0.5, allowed, area);
                double inside = 0;
                for (int i = 0; i < disc.length; i++) {
                    inside += disc[i] ? gaze.values()[i] : 0;
                }
                if (inside > most) {
                    most = inside;
                    best = disc;
                }
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("a frame of no pixels");
        }
        return best;
    }

    /// A disc anywhere among the allowed pixels, its centre drawn from the whole frame.
    public static boolean[] randomDisc(int width, boolean[] allowed, int area, RandomGenerator random) {
        int height = allowed.length / width;
        return disc(width, random.nextDouble(width), random.nextDouble(height), allowed, area);
    }

    /// The allowed pixels nearest to a centre, `area` of them; of equally near ones the earlier.
    private static boolean[] disc(int width, double x, double y, boolean[] allowed, int area) {
        long[] byDistance = new long[allowed.length];
        int count = 0;
        for (int i = 0; i < allowed.length; i++) {
            if (allowed[i]) {
                int row = i / width;
                double dx = i % width + 0.5 - x;
                double dy = row + 0.5 - y;
                byDistance[count++] = ((long) ((dx * dx + dy * dy) * 256) << 32) | i;
            }
        }
        if (count < area) {
            throw new IllegalArgumentException("a disc of " + area + " pixels among " + count);
        }
        Arrays.sort(byDistance, 0, count);
        boolean[] disc = new boolean[allowed.length];
        for (int k = 0; k < area; k++) {
            disc[(int) byDistance[k]] = true;
        }
        return disc;
    }

    /// The frame cut into `count` rectangles that hold equal shares of a mass: cut across its longer side so that
    /// the two parts hold as much of the mass as their numbers of rectangles say, then each part again.
    ///
    /// @param mass of the pixels, none negative; a gaze, or the same everywhere for equal areas
    public static List<boolean[]> cells(HeatMap mass, int count) {
        List<boolean[]> cells = new ArrayList<>();
        cut(mass, new int[] {0, 0, mass.width(), mass.height()}, count, cells);
        return cells;
    }

    private static void cut(HeatMap mass, int[] box, int count, List<boolean[]> cells) {
        if (count == 1) {
            cells.add(rectangle(mass.width(), mass.height(), box[0], box[1], box[2], box[3]));
            return;
        }
        boolean across = box[2] > box[3]; // a wide box is cut by a vertical line
        int length = across ? box[2] : box[3];
        double[] lines = IntStream.range(0, length)
                .mapToDouble(k -> line(mass, box, k, across))
                .toArray();
        int half = count / 2;
        double wanted = Arrays.stream(lines).sum() * half / count;
        int at = 0;
        double sum = 0;
        while (at < length - 1 && sum + lines[at] / 2 < wanted) {
            sum += lines[at++];
        }
        int cut = Math.clamp(at, 1, length - 1);
        int[] first = across ? new int[] {box[0], box[1], cut, box[3]} : new int[] {box[0], box[1], box[2], cut};
        int[] second = across
                ? new int[] {box[0] + cut, box[1], box[2] - cut, box[3]}
                : new int[] {box[0], box[1] + cut, box[2], box[3] - cut};
        cut(mass, first, half, cells);
        cut(mass, second, count - half, cells);
    }

    /// The mass of a box's k-th column (across) or row.
    private static double line(HeatMap mass, int[] box, int k, boolean across) {
        double sum = 0;
        for (int i = 0; i < (across ? box[3] : box[2]); i++) {
            sum += across ? mass.at(box[1] + i, box[0] + k) : mass.at(box[1] + k, box[0] + i);
        }
        return sum;
    }

    /// A rectangle of the frame.
    public static boolean[] rectangle(int frameWidth, int frameHeight, int left, int top, int width, int height) {
        boolean[] region = new boolean[frameWidth * frameHeight];
        for (int y = top; y < top + height; y++) {
            Arrays.fill(region, y * frameWidth + left, y * frameWidth + left + width, true);
        }
        return region;
    }
}
