package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.clamp01;

/// The head's surface without eyes, nose and mouth: rings from the crown down to the chin, joined by splines.
///
/// A ring is a pair of half ellipses in a horizontal plane, one before and one behind its widest place; a point is
/// named by the ring `t` (fractions lie between rings) and an angle, 0 at the face. Units of ten centimetres, the
/// pupils at y = 0; measures after Farkas, "Anthropometry of the Head and Face" (1994).
final class Skull {
    // Per ring: height, half breadth, front, back, and where it is broadest.
    private static final float[][] RINGS = {
        {1.160f, 0.000f, -0.100f, -0.100f, -0.10f},
        {1.135f, 0.230f, 0.140f, -0.350f, -0.10f},
        {1.060f, 0.430f, 0.420f, -0.610f, -0.10f},
        {0.930f, 0.590f, 0.650f, -0.810f, -0.10f},
        {0.760f, 0.695f, 0.805f, -0.930f, -0.10f},
        {0.550f, 0.750f, 0.895f, -0.985f, -0.10f},
        {0.320f, 0.762f, 0.940f, -0.990f, -0.10f},
        {0.120f, 0.745f, 0.935f, -0.950f, -0.10f},
        {-0.100f, 0.715f, 0.925f, -0.850f, -0.07f},
        {-0.320f, 0.675f, 0.920f, -0.700f, -0.02f},
        {-0.520f, 0.625f, 0.910f, -0.500f, 0.05f},
        {-0.720f, 0.560f, 0.900f, -0.300f, 0.12f},
        {-0.900f, 0.465f, 0.900f, -0.100f, 0.22f},
        {-1.030f, 0.345f, 0.895f, 0.080f, 0.33f},
        {-1.110f, 0.235f, 0.845f, 0.250f, 0.44f},
        {-1.150f, 0.115f, 0.735f, 0.400f, 0.53f},
        {-1.160f, 0.000f, 0.560f, 0.560f, 0.56f},
    };
    static final int LAST = RINGS.length - 1;

    private final float[][] measures = new float[5][RINGS.length];

    /// The skull of a person whose mouth is open as far as `drop` lowers the chin.
    Skull(Head head, float drop) {
        for (int ring = 0; ring <= LAST; ring++) {
            float[] usual = RINGS[ring];
            float low = clamp01((ring - 8) / 5f);
            float chin = clamp01((ring - 11) / 2f);
            float y = usual[0];
            measures[0][ring] = (y > 0 ? y * head.crown() : y - head.length() * low * low - drop * chin);
            float jaw = ring < 9 ? 1 : Smooth.lerp(head.jaw(), head.chin(), chin);
            float jawShare = clamp01((ring - 8) / 2f);
            measures[1][ring] = usual[1] * head.width() * (1 + (jaw - 1) * jawShare);
            measures[2][ring] = usual[2] + head.chinForward() * chin;
            measures[3][ring] = usual[3];
            measures[4][ring] = usual[4];
        }
    }

    float y(float t) {
        return spline(measures[0], t);
    }

    /// Half the breadth at a ring.
    float width(float t) {
        return spline(measures[1], t);
    }

    float front(float t) {
        return spline(measures[2], t);
    }

    float back(float t) {
        return spline(measures[3], t);
    }

    float centre(float t) {
        return spline(measures[4], t);
    }

    /// The depth z of the surface at a ring, towards the cosine of an angle.
    static float z(float front, float back, float centre, float cosine) {
        return centre + cosine * (cosine > 0 ? front - centre : centre - back);
    }

    /// The depth z of the face's surface at (x, y).
    float frontAt(float x, float y) {
        float t = ringAt(y);
        float sine = Math.min(Math.abs(x) / width(t), 1);
        return z(front(t), back(t), centre(t), (float) Math.sqrt(1 - sine * sine));
    }

    /// The ring at a height.
    float ringAt(float y) {
        float from = 0;
        float to = LAST;
        for (int i = 0; i < 20; i++) {
            float middle = (from + to) / 2;
            if (y(middle) > y) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }

    /// The spline of Catmull and Rom through one measure of the rings.
    private static float spline(float[] p, float t) {
        int i = Math.clamp((int) t, 0, LAST - 1);
        float f = t - i;
        float b = p[i];
        float c = p[i + 1];
        float a = i > 0 ? p[i - 1] : 2 * b - c;
        float d = i + 2 <= LAST ? p[i + 2] : 2 * c - b;
        return b + 0.5f * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
    }
}
