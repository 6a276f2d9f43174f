package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.lerp;
import static org.fovea.facerec.synthetic.Smooth.noise;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Colours the eyes: the ball with iris and pupil between the lids, the lids' edges, lashes and folds.
final class EyeTexture {
    private static final Colour WHITE = Colour.srgb(0xEFEAE6);
    private static final Colour VEIN = Colour.srgb(0xD8A79A);
    private static final Colour RIM = Colour.srgb(0xB0705E);
    private static final Colour LASH = Colour.srgb(0x1A1412);
    private static final float CORNEA = 0.095f;

    private final Features f;
    private final float gazeX;
    private final float gazeY;

    EyeTexture(Features features) {
        f = features;
        gazeX = 0.045f * features.expression.gazeX();
        gazeY = 0.022f * features.expression.gazeY() - 0.02f * features.expression.eyeClosure();
    }

    /// Colours a sample of the face at (x, y).
    void apply(Sample s, float x, float y) {
        Eyes eyes = f.eyes;
        float ex = Math.abs(x) - eyes.spacing();
        float ey = y - f.eyeY;
        float e = ex / eyes.width();
        if (e < -1.25f || e > 1.35f || ey > 0.22f || ey < -0.2f) {
            return;
        }
        float upper = f.upperLidAt(e);
        float lower = f.lowerLidAt(e);
        boolean open = e > -1 && e < 1 && ey < upper && ey > lower;
        if (open) {
            ball(s, x < 0 ? -ex : ex, ex, ey, e, upper - ey, ey - lower);
        } else {
            lids(s, e, ey - upper, lower - ey);
        }
        float foldAt = upper + eyes.crease() + 0.01f;
        if (e > -1.08f && e < 1.1f && ey > lower - 0.03f && ey < foldAt) {
            s.part = FacePart.EYE;
        }
    }

    private void ball(Sample s, float side, float ex, float ey, float e, float underLid, float overLid) {
        s.colour(WHITE);
        s.cover(VEIN, 0.55f * step(0.45f, 1, Math.abs(e)) + 0.5f * step(-0.82f, -0.98f, e));
        float rest = Features.EYEBALL * Features.EYEBALL - ex * ex - ey * ey;
        s.nx = side / Features.EYEBALL;
        s.ny = ey / Features.EYEBALL;
        s.nz = rest > 0 ? (float) Math.sqrt(rest) / Features.EYEBALL : 0.1f;
        s.wrap = 0.3f;
        s.gloss = 0.15f;
        s.sharpness = 5;
        iris(s, side - gazeX, ey - gazeY);
        float shadow = step(-0.005f, 0.05f, underLid) * (0.8f + 0.2f * step(0, 0.02f, overLid));
        s.open = lerp(0.42f, 1, shadow) * (1 - 0.25f * Math.abs(e));
    }

    private void iris(Sample s, float dx, float dy) {
        float radius = f.eyes.iris();
        float d = (float) Math.sqrt(dx * dx + dy * dy) / radius;
        if (d >= 1.08f) {
            return;
        }
        float rays = 1 + 0.25f * noise(31, dx / (d + 0.1f) * 160, dy / (d + 0.1f) * 160);
        // Lighter below, where light that came in from above falls on the iris, and ringed with dark.
        float light = rays * (0.85f - 3.5f * dy) * lerp(1.15f, 0.45f, step(0.72f, 1, d));
        s.cover(f.eyes.colour().scale(light), step(1.08f, 0.97f, d));
        s.darken(lerp(0.05f, 1, step(0.40f, 0.48f, d)));
        // The cornea stands out from the ball and mirrors the light.
        float bulge = radius * d / CORNEA;
        s.nx = dx / CORNEA;
        s.ny = dy / CORNEA;
        s.nz = (float) Math.sqrt(Math.max(0.05f, 1 - bulge * bulge));
        s.gloss = 2.6f;
        s.sharpness = 7;
    }

    /// The skin round the opening: its edge, the lashes and the fold of the upper lid.
    private void lids(Sample s, float e, float above, float below) {
        Eyes eyes = f.eyes;
        float across = step(1.22f, 0.95f, Math.abs(e));
        if (above > -0.01f && below < 0.02f) {
            float lash = step(0.026f + 0.012f * e, 0.004f, Math.abs(above)) * across;
            s.cover(LASH, lash * Math.min(1, 0.45f + 0.5f * eyes.lashes()));
            float fold = bump(above - eyes.crease(), 0, 0.026f, 1) * across;
            s.open *= 1 - 0.50f * fold;
            float lid = step(eyes.crease() + 0.01f, eyes.crease() - 0.02f, above) * across;
            s.cover(RIM, 0.14f * lid);
        }
        if (below > -0.01f && above < 0) {
            float edge = bump(below - 0.006f, 0, 0.022f, 1) * across;
            s.cover(RIM, 0.45f * edge);
            s.cover(LASH, 0.35f * eyes.lashes() * bump(below - 0.012f, 0, 0.018f, 1) * across);
        }
    }
}
