package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.noise;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Colours the face, ears and neck: skin with its mottle and blush, the nose and the brows.
final class SkinTexture {
    private static final Colour FRECKLE = Colour.srgb(0x8A5230);

    // Where the folds beside the mouth begin: near the nose, but not the nose's own, lest it differ with the nose.
    private static final float FOLD_TOP = -0.38f;
    private static final float FOLD_WIDTH = 0.19f;

    private final Features f;
    private final GrownTexture grown;
    private final EyeTexture eye;
    private final MouthTexture mouth;

    SkinTexture(Features features) {
        f = features;
        grown = new GrownTexture(features);
        eye = new EyeTexture(features);
        mouth = new MouthTexture(features);
    }

    void face(Sample s) {
        skin(s);
        if (f.hair.cut() == Hair.Cut.BALD) {
            grown.scalp(s);
        }
        if (s.z < 0.1f) {
            return;
        }
        float a = Math.abs(s.u);
        float y = s.v;
        grown.stubble(s, a, y);
        shade(s, a, y);
        lines(s, a, y);
        grown.beard(s, a, y);
        float noseHalf = f.noseHalf(y);
        if (a < noseHalf) {
            s.part = FacePart.NOSE;
        }
        if (a < noseHalf + 0.05f) {
            nose(s, a, y);
        }
        mouth.apply(s, a, y);
        eye.apply(s, s.u, y);
        brow(s, a, y);
    }

    void ear(Sample s) {
        skin(s);
        redden(s, 0.35f + 0.3f * f.head.ruddiness());
        s.open *= 1 - 0.55f * s.v;
    }

    void neck(Sample s) {
        skin(s);
        // The chin keeps the light off the neck.
        s.open *= 0.30f + 0.62f * step(-1.08f - f.head.length(), -1.50f - f.head.length(), s.y);
    }

    private void skin(Sample s) {
        Head head = f.head;
        s.part = FacePart.SKIN;
        s.colour(head.skin());
        s.open = 1;
        s.wrap = 0.22f;
        s.gloss = 0.10f;
        s.sharpness = 3;
        float mottle = noise(head.seed(), s.x * 7 + s.z * 3, s.y * 7)
                + 0.6f * noise(head.seed() + 1, s.x * 19, s.y * 19 + s.z * 11);
        s.darken(1 + 0.035f * mottle);
    }

    /// Blush, freckles, and the places that light does not reach.
    private void shade(Sample s, float a, float y) {
        Head head = f.head;
        float blush = bump(a - 0.40f, y + 0.30f, 0.34f, 0.28f) + 0.5f * bump(a, y - f.noseTip, 0.22f, 0.18f);
        redden(s, blush * (0.25f + 0.55f * head.ruddiness()));
        if (head.freckles() > 0) {
            float spots = Smooth.spots(head.seed() + 3, s.x * 24, s.y * 24);
            s.cover(
                    FRECKLE,
                    0.42f * head.freckles() * spots * step(0, 0.25f, bump(a - 0.22f, y + 0.20f, 0.55f, 0.32f)));
        }
        hollows(s, a, y);
        // Hair shades the skin beneath its edge.
        s.open *= 1 - 0.25f * step(f.hair.hairline() - 0.16f, f.hair.hairline(), y) * Math.min(1, f.hair.top() * 8);
    }

    private void hollows(Sample s, float a, float y) {
        float hollow = 0;
        if (Math.abs(y - f.eyeY) < 0.22f) {
            float ex = a - f.eyes.spacing();
            float ey = y - f.eyeY;
            hollow = 0.32f * f.eyes.depth() * bump(ex + 0.15f, ey - 0.03f, 0.13f, 0.16f)
                    + 0.16f * f.eyes.depth() * bump(ex, ey - 0.09f, 0.28f, 0.12f)
                    + 0.14f * f.eyes.bags() * bump(ex + 0.03f, ey + 0.12f, 0.19f, 0.06f);
        } else if (y < -0.25f) {
            hollow = 0.22f * bump(a, y - f.mouthY + 0.17f + f.gap, 0.24f, 0.07f)
                    + 0.16f * bump(a, y - f.noseBase + 0.03f, 0.17f, 0.07f);
        }
        // The fold from beside the nose to the corner of the mouth, deeper in a smile.
        float along = (FOLD_TOP - y) / (FOLD_TOP - f.mouthY);
        if (along > 0 && along < 1.2f) {
            float fold = FOLD_WIDTH + (f.mouthWidth + 0.05f - FOLD_WIDTH) * along * (1.3f - 0.3f * along);
            float depth = 0.10f + 0.25f * Math.max(0, f.expression.smile());
            hollow += depth * bump(a - fold, along - 0.5f, 0.045f, 0.75f);
        }
        s.open *= 1 - Math.min(hollow, 0.7f);
    }

    /// What blood under the skin does: takes away green and blue.
    private static void redden(Sample s, float amount) {
        s.green *= 1 - 0.34f * amount;
        s.blue *= 1 - 0.36f * amount;
    }

    /// Furrows across the forehead, deeper with raised brows, and crow's feet, deeper in a smile.
    private void lines(Sample s, float a, float y) {
        float amount = f.head.lines();
        if (y > 0.3f && y < 0.72f && a < 0.5f) {
            float bend = y - 0.05f * a * a;
            float furrow = bump((bend - 0.40f) % 0.085f - 0.042f, a, 0.03f, 0.5f);
            s.open *= 1
                    - furrow
                            * amount
                            * (0.25f + 0.3f * Math.max(0, f.expression.browRaise()))
                            * step(0.36f, 0.42f, y)
                            * step(0.70f, 0.62f, y);
        }
        float out = a - f.eyes.spacing() - f.eyes.width();
        if (out > 0 && out < 0.2f) {
            float fan = (y - f.eyeY - f.eyes.tilt()) / (out + 0.06f);
            float crow = bump(out - 0.10f, 0, 0.09f, 1) * step(1.1f, 0.8f, Math.abs(fan));
            float stripe = bump((fan + 2) % 0.5f - 0.25f, 0, 0.16f, 1);
            s.open *= 1 - crow * stripe * amount * (0.22f + 0.4f * Math.max(0, f.expression.smile()));
        }
    }

    /// Nostrils, and the shade under the nose and beside its wings.
    private void nose(Sample s, float a, float y) {
        Nose nose = f.nose;
        float wing = nose.wings();
        float crease = bump(a - wing - 0.055f, y - f.noseBase - 0.07f, 0.035f, 0.10f);
        float under = bump(a / (wing + 0.07f), y - f.noseBase - 0.005f, 1.1f, 0.05f);
        s.open *= 1 - 0.40f * crease - 0.30f * under;
        float hole = Smooth.disc(
                a - wing * 0.60f,
                y - f.noseBase - 0.022f - 0.02f * (nose.upturn() - 0.085f) - 0.10f * (a - wing * 0.6f),
                0.050f * nose.nostrils(),
                0.026f * nose.nostrils(),
                0.35f);
        s.darken(1 - 0.88f * hole);
        s.gloss += 0.10f * bump(a, y - f.noseTip, 0.10f, 0.12f);
    }

    private void brow(Sample s, float a, float y) {
        Brows brows = f.brows;
        float along = (a - brows.inner()) / brows.length();
        if (along < -0.08f || along > 1.05f || Math.abs(y - f.browY) > 0.25f) {
            return;
        }
        float middle = f.browAt(along);
        // Thickest a quarter of the way out, thin at the outer end.
        float half = brows.thickness()
                * (along < 0.3f ? 0.8f + 0.7f * along : 1.01f - 1.05f * (along - 0.3f) * (along - 0.3f) * 1.55f);
        float ragged = 0.14f * noise(17, a * 70 - y * 40, y * 12);
        float across = Math.abs(y - middle) / half + ragged;
        float ends = step(-0.07f, 0.10f, along + ragged * 0.3f) * step(1.04f, 0.88f, along);
        float cover = step(1.15f, 0.55f, across) * ends * (0.45f + 0.55f * brows.density());
        if (cover > 0.3f) {
            s.part = FacePart.BROW;
        }
        float strands = 0.8f + 0.35f * noise(23, a * 90 - y * 60, y * 20);
        s.cover(brows.colour(), Math.min(1, cover * strands));
    }
}
