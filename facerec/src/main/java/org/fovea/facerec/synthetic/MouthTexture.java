package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.clamp01;
import static org.fovea.facerec.synthetic.Smooth.noise;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Colours the mouth: lips, the line between them, teeth and what is dark behind.
final class MouthTexture {
    private static final Colour LIP = Colour.srgb(0xC04A4A);
    private static final Colour DEEP = Colour.srgb(0x3A1414);
    private static final Colour TEETH = Colour.srgb(0xE8E2D6);
    private static final Colour TONGUE = Colour.srgb(0xA8504C);

    private final Features f;
    private final Colour lips;

    MouthTexture(Features features) {
        f = features;
        Mouth mouth = f.mouth;
        lips = f.head.skin().mix(LIP, 0.25f + 0.55f * mouth.redness()).scale(0.80f - 0.42f * mouth.darkness());
    }

    /// Colours a sample of the face at (±a, y).
    void apply(Sample s, float a, float y) {
        float e = a / f.mouthWidth;
        if (e > 1.15f || Math.abs(y - f.mouthY) > 0.42f) {
            return;
        }
        float within = Math.min(e, 1);
        float upperEdge = f.upperEdge(within);
        float lowerEdge = f.lowerEdge(within);
        float top = f.top(within);
        float bottom = f.bottom(within);
        if (e < 1 && y < upperEdge && y > lowerEdge) {
            inner(s, e, y, upperEdge, lowerEdge);
        } else if (e < 1 && y < top + 0.01f && y > bottom - 0.01f) {
            float blend = step(-0.01f, 0.008f, Math.min(top - y, y - bottom));
            lip(
                    s,
                    y >= upperEdge
                            ? (y - upperEdge) / (top - upperEdge + 0.004f)
                            : -(lowerEdge - y) / (lowerEdge - bottom + 0.004f),
                    blend * step(1, 0.93f, e),
                    a);
            if (blend > 0.5f) {
                s.part = FacePart.MOUTH;
            }
        }
        float middle = y > (upperEdge + lowerEdge) / 2 ? upperEdge : lowerEdge;
        float line = bump(y - middle, 0, 0.024f, 1) * step(1.12f, 0.9f, e);
        float corner = bump(e - 1, (y - f.mouthY - f.corners) / 0.05f, 0.14f, 1);
        s.cover(DEEP, clamp01(0.75f * line + 0.4f * corner));
    }

    /// A lip; `v` runs from 0 at the line between the lips to 1 at the upper edge and −1 at the lower.
    private void lip(Sample s, float v, float blend, float a) {
        float folds = 1 + 0.07f * noise(41, a * 55, v * 2);
        float tone = folds * (v > 0 ? 0.86f - 0.05f * v : 1.0f + 0.10f * bump(v + 0.5f, 0, 0.5f, 1));
        s.cover(lips.scale(tone), blend);
        if (v < 0) {
            s.gloss += 0.22f * blend;
            s.sharpness = 4;
        }
        s.open = s.open * (1 - blend) + blend;
    }

    private void inner(Sample s, float e, float y, float upperEdge, float lowerEdge) {
        s.part = FacePart.MOUTH;
        float fromTop = upperEdge - y;
        s.colour(DEEP);
        s.cover(TONGUE, 0.6f * step(0.10f, 0.16f, fromTop) * step(0.02f, 0.06f, y - lowerEdge + 0.03f));
        float teeth = step(0.075f, 0.065f, fromTop) * step(0.95f, 0.75f, e);
        s.cover(TEETH, teeth * (1 - 0.5f * e * e));
        s.open = 0.55f + 0.4f * step(0, 0.04f, fromTop) * teeth;
        s.gloss = 0.1f * teeth;
        s.nx *= 0.5f;
        s.ny = 0;
        s.nz = 0.9f;
    }
}
