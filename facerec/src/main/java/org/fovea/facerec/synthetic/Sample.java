package org.fovea.facerec.synthetic;

/// One sample on its way from geometry to light: a texture reads the upper fields and fills in the lower ones.
final class Sample {
    float x;
    float y;
    float z;
    float u;
    float v;
    float nx;
    float ny;
    float nz;
    /// Whether the inner side of a two-sided mesh is seen.
    boolean inside;

    FacePart part = FacePart.SKIN;
    float red;
    float green;
    float blue;
    /// The share of light that reaches the place at all.
    float open;
    /// How strongly and how narrowly the surface shines.
    float gloss;
    float sharpness;
    /// How far light reaches round to the unlit side, as it does in skin.
    float wrap;

    void colour(Colour colour) {
        red = colour.red();
        green = colour.green();
        blue = colour.blue();
    }

    /// Covers what is there with another colour, by `t` from 0 not at all to 1 wholly.
    void cover(Colour colour, float t) {
        red += (colour.red() - red) * t;
        green += (colour.green() - green) * t;
        blue += (colour.blue() - blue) * t;
    }

    void darken(float factor) {
        red *= factor;
        green *= factor;
        blue *= factor;
    }
}
