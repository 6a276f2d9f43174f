package org.fovea.facerec.report;

import org.fovea.facerec.data.Picture;
import org.fovea.gradcam.ColorMap;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Resize;

/// Maps as pictures: alone, or laid over the picture they explain.
public final class Overlay {
    /// Orange and blue of one lightness, which most who see few colours tell apart, as on the pages.
    private static final float[] FOR = {0.84f, 0.34f, 0.13f};

    private static final float[] AGAINST = {0.17f, 0.45f, 0.8f};
    private static final float STRONGEST = 0.85f;

    private Overlay() {}

    /// The map in colours over the grey picture. Where the map is 0 the picture shows unchanged; where it is 1 the
    /// colour has the given strength.
    ///
    /// @param map values from 0 to 1, of any size; resized bilinearly
    /// @param strength the colours' share where the map is 1, from 0 to 1
    public static Picture of(Picture picture, HeatMap map, ColorMap colors, double strength) {
        HeatMap fitted = Resize.bilinear(map, picture.height(), picture.width());
        float[] grey = picture.grey().data();
        float[] rgb = new float[grey.length * 3];
        for (int i = 0; i < grey.length; i++) {
            float value = fitted.values()[i];
            float[] color = colors.color(value);
            double share = strength * Math.min(1, 1.5 * Math.clamp(value, 0f, 1f));
            for (int k = 0; k < 3; k++) {
                rgb[3 * i + k] = (float) ((1 - share) * grey[i] + share * color[k]);
            }
        }
        return new Picture(picture.width(), picture.height(), 3, rgb);
    }

    /// A signed map over the grey picture: orange where it is above 0, blue where it is below, the stronger the
    /// farther it is from 0.
    ///
    /// @param map of any size; resized bilinearly
    /// @param most how far from 0 the colour is at its strongest
    public static Picture signed(Picture picture, HeatMap map, float most) {
        HeatMap fitted = Resize.bilinear(map, picture.height(), picture.width());
        float[] grey = picture.grey().data();
        float[] rgb = new float[grey.length * 3];
        for (int i = 0; i < grey.length; i++) {
            float value = most > 0 ? fitted.values()[i] / most : 0;
            float[] color = value > 0 ? FOR : AGAINST;
            float share = STRONGEST * Math.min(1, Math.abs(value));
            for (int k = 0; k < 3; k++) {
                rgb[3 * i + k] = (1 - share) * grey[i] + share * color[k];
            }
        }
        return new Picture(picture.width(), picture.height(), 3, rgb);
    }

    /// The map alone, one pixel a cell.
    ///
    /// @param map values from 0 to 1
    public static Picture of(HeatMap map, ColorMap colors) {
        float[] rgb = new float[map.values().length * 3];
        for (int i = 0; i < map.values().length; i++) {
            System.arraycopy(colors.color(map.values()[i]), 0, rgb, 3 * i, 3);
        }
        return new Picture(map.width(), map.height(), 3, rgb);
    }
}
