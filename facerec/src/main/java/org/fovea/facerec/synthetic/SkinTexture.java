package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.noise;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Colours the face, ears and neck: skin with its mottle and blush, and on it brows, nose and what they shade.
final class SkinTexture {
    private static final Colour BLUSH = Colour.srgb(0xC8503C);
    private static final Colour FRECKLE = Colour.srgb(0x8A5230);
    private static final Colour BEARD = Colour.srgb(0x2E2A2A);

    private final Features f;
    private final EyeTexture eye;
    private final MouthTexture mouth;

    SkinTexture(Features features) {
        f = features;
        eye = new EyeTexture(features);
        mouth = new MouthTexture(features);
    }

    void face(Sample s) {
        skin(s);
        if (s.z < 0.1f) {
            return;
        }
        float a = Math.abs(s.u);
        float y = s.v;
        stubble(s, a, y);
        shade(s, a, y);
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
        s.cover(BLUSH, 0.10f + 0.12f * f.head.ruddiness());
        s.open *= 1 - 0.55f * s.v;
    }

    void neck(Sample s) {
        skin(s);
        // The chin keeps the light off the neck.
        s.open *= 0.42f + 0.58f * step(-1.0f - f.head.length(), -1.55f - f.head.length(), s.y);
    }

    private void skin(Sample s) {
        Head head = f.head;
        s.part = FacePart.SKIN;
        s.colour(head.skin());
        s.open = 1;
        s.wrap = 0.22f;
        s.gloss = 0.10f;
        s.sharpness = 3;
        float mottle = noise(head.seed(), s.x * 7 + s.z * 3, s.y * 7) + 0.6f * noise(head.seed() + 1, s.x * 19, s.y * 19 + s.z * 11);
        s.darken(1 + 0.035f * mottle);
    }

    private void stubble(Sample s, float a, float y) {
        float amount = f.head.stubble();
        if (amount == 0 || y > -0.2f) {
            return;
        }
        float cheek = step(-0.42f - 0.25f * step(0.65f, 0.2f, a), -0.72f, y);
        float lip = bump(a, y - f.mouthY - 0.11f, 0.34f, 0.14f);
        float bare = bump(a, y - f.mouthY + 0.12f, 0.20f, 0.06f);
        float grain = 0.8f + 0.35f * noise(f.head.seed() + 2, s.x * 60, s.y * 60);
        float share = Math.max(cheek, lip) * (1 - 0.5f * bare) * grain;
        s.cover(BEARD, Math.min(0.5f, 0.42f * amount * share));
    }

    /// Blush, freckles, and the hollows that light does not reach.
    private void shade(Sample s, float a, float y) {
        Head head = f.head;
        float blush = bump(a - 0.40f, y + 0.30f, 0.34f, 0.28f) + 0.5f * bump(a, y - f.noseTip, 0.22f, 0.18f);
        s.cover(BLUSH, blush * (0.05f + 0.15f * head.ruddiness()));
        if (head.freckles() > 0) {
            float spots = step(0.35f, 0.7f, noise(head.seed() + 3, s.x * 26, s.y * 26));
            s.cover(FRECKLE, 0.4f * head.freckles() * spots * bump(a - 0.25f, y + 0.18f, 0.55f, 0.35f));
        }
        float hollow = 0.32f * f.eyes.depth() * bump(a - f.eyes.spacing() + 0.15f, y - f.eyeY - 0.03f, 0.13f, 0.16f)
                + 0.16f * f.eyes.depth() * bump(a - f.eyes.spacing(), y - f.eyeY - 0.09f, 0.28f, 0.12f)
                + 0.14f * f.eyes.bags() * bump(a - f.eyes.spacing() + 0.03f, y - f.eyeY + 0.12f, 0.19f, 0.06f)
                + 0.22f * bump(a, y - f.mouthY + 0.17f + f.gap, 0.24f, 0.07f)
                + 0.16f * bump(a, y - f.noseBase + 0.03f, 0.17f, 0.07f);
        // The fold from the nose to the corner of the mouth, deeper in a smile.
        float along = (f.noseBase + 0.08f - y) / (f.noseBase + 0.08f - f.mouthY);
        if (along > 0 && along < 1.2f) {
            float fold = f.nose.wings() + 0.06f + (f.mouthWidth + 0.05f - f.nose.wings() - 0.06f) * along * (1.3f - 0.3f * along);
            float depth = 0.10f + 0.25f * Math.max(0, f.expression.smile());
            hollow += depth * bump(a - fold, along - 0.5f, 0.045f, 0.75f);
        }
        s.open *= 1 - Math.min(hollow, 0.7f);
        // Hair shades the skin beneath its edge.
        s.open *= 1 - 0.25f * step(f.hair.hairline() - 0.16f, f.hair.hairline(), y) * Math.min(1, f.hair.top() * 8);
    }

    private void nose(Sample s, float a, float y) {
        Nose nose = f.nose;
        float wing = nose.wings();
        float crease = bump(a - wing - 0.055f, y - f.noseBase - 0.07f, 0.035f, 0.10f);
        float under = step(f.noseBase + 0.055f, f.noseBase - 0.005f, y) * step(wing + 0.07f, wing, a);
        s.open *= 1 - 0.40f * crease - 0.30f * under;
        float hole = Smooth.disc(
                a - wing * 0.60f, y - f.noseBase - 0.022f - 0.02f * (nose.upturn() - 0.085f) - 0.10f * (a - wing * 0.6f),
                0.050f * nose.nostrils(), 0.026f * nose.nostrils(), 0.35f);
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
        float half = brows.thickness() * (along < 0.3f ? 0.8f + 0.7f * along : 1.01f - 1.05f * (along - 0.3f) * (along - 0.3f) * 1.55f);
        float ragged = 0.14f * noise(f.hair.seed() * 0 + 17, a * 70 - y * 40, y * 12);
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
