package org.fovea.gradcam.metric;

import org.fovea.gradcam.HeatMap;

/// Whether a map points at the place where the evidence is known to be.
///
/// A mask says where that is: one flag a pixel, row by row, of the map's size. Only a map's positive part takes part,
/// since that is what it says speaks for the target.
public final class PointingGame {
    private PointingGame() {}

    /// The pointing game (Zhang, Bargal, Lin, Brandt, Shen and Sclaroff, "Top-down Neural Attention by Excitation
    /// Backprop", ECCV 2016): whether the map's highest pixel is in the mask, or no farther from it than
    /// `tolerance`. Where several pixels are the highest, the share of them that hit counts, which is what drawing
    /// one of them by lot gives in the mean; a map without a positive value has no highest pixel and hits nothing.
    ///
    /// The paper allows 15 pixels on pictures of some hundreds of pixels.
    ///
    /// @param tolerance in pixels, from centre to centre; 0 or more
    /// @return 0 to 1; 0 or 1 where one pixel is the highest
    /// @throws IllegalArgumentException if map and mask differ in size, the mask is empty, or a value is not finite
    public static double hit(HeatMap map, boolean[] mask, double tolerance) {
        check(map, mask);
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("a tolerance is 0 or more, found " + tolerance);
        }
        float highest = 0;
        for (float value : map.values()) {
            highest = Math.max(highest, value);
        }
        if (highest == 0) {
            return 0;
        }
        int pixels = 0;
        int hits = 0;
        for (int i = 0; i < mask.length; i++) {
            if (map.values()[i] == highest) {
                pixels++;
                hits += near(i, mask, map.width(), tolerance) ? 1 : 0;
            }
        }
        return (double) hits / pixels;
    }

    /// The energy-based pointing game (Wang and others, "Score-CAM", CVPR Workshops 2020): Σ over the mask of
    /// max(map, 0) / Σ over all of max(map, 0). A map of one positive value everywhere gets the mask's share of the
    /// picture ([#area]); a map without a positive value gets 0.
    ///
    /// @return 0 to 1
    /// @throws IllegalArgumentException if map and mask differ in size, the mask is empty, or a value is not finite
    public static double energy(HeatMap map, boolean[] mask) {
        check(map, mask);
        double inside = 0;
        double all = 0;
        for (int i = 0; i < mask.length; i++) {
            double value = Math.max(map.values()[i], 0);
            all += value;
            inside += mask[i] ? value : 0;
        }
        return all == 0 ? 0 : inside / all;
    }

    /// The mask's share of the picture, from 0 to 1: the energy of a map that prefers no place.
    public static double area(boolean[] mask) {
        int inside = 0;
        for (boolean flag : mask) {
            inside += flag ? 1 : 0;
        }
        return (double) inside / mask.length;
    }

    private static boolean near(int pixel, boolean[] mask, int width, double tolerance) {
        int row = pixel / width;
        int column = pixel % width;
        int reach = (int) Math.min(tolerance, mask.length);
        for (int y = Math.max(0, row - reach); y <= Math.min(mask.length / width - 1, row + reach); y++) {
            for (int x = Math.max(0, column - reach); x <= Math.min(width - 1, column + reach); x++) {
                if (mask[y * width + x] && Math.hypot(y - row, x - column) <= tolerance) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void check(HeatMap map, boolean[] mask) {
        Pictures.checkFinite(map);
        if (mask.length != map.values().length) {
            throw new IllegalArgumentException(
                    "a mask of " + mask.length + " pixels for a map of " + map.height() + "×" + map.width());
        }
        if (area(mask) == 0) {
            throw new IllegalArgumentException("an empty mask: there is nothing to point at");
        }
    }
}
