package org.fovea.facerec.synthetic;

/// A colour in linear light, in which colours are mixed and lit; 0 is black and 1 white.
///
/// @param red from 0 to 1
/// @param green from 0 to 1
/// @param blue from 0 to 1
public record Colour(float red, float green, float blue) {
    private static final float[] LINEAR = new float[256];
    private static final float[] ENCODED = new float[4097];

    static {
        for (int i = 0; i < LINEAR.length; i++) {
            double v = i / 255.0;
            LINEAR[i] = (float) (v <= 0.04045 ? v / 12.92 : StrictMath.pow((v + 0.055) / 1.055, 2.4));
        }
        for (int i = 0; i < ENCODED.length; i++) {
            double v = i / 4096.0;
            ENCODED[i] = (float) (v <= 0.0031308 ? 12.92 * v : 1.055 * StrictMath.pow(v, 1 / 2.4) - 0.055);
        }
    }

    /// The colour that sRGB writes as `0xRRGGBB`.
    public static Colour srgb(int code) {
        return new Colour(LINEAR[code >> 16 & 255], LINEAR[code >> 8 & 255], LINEAR[code & 255]);
    }

    /// This colour for `t = 0`, `other` for 1, and what lies between them.
    public Colour mix(Colour other, float t) {
        return new Colour(
                red + (other.red - red) * t, green + (other.green - green) * t, blue + (other.blue - blue) * t);
    }

    /// This colour, brighter or darker by a factor.
    public Colour scale(float factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }

    /// Linear light as sRGB encodes it, clamped to 0 to 1; interpolated in a table, within 0.001 above black.
    static float encode(float linear) {
        float place = Math.clamp(linear, 0, 1) * 4096;
        int i = Math.min((int) place, 4095);
        return ENCODED[i] + (ENCODED[i + 1] - ENCODED[i]) * (place - i);
    }
}
