package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.bump;
import static org.fovea.facerec.synthetic.Smooth.clamp01;
import static org.fovea.facerec.synthetic.Smooth.lerp;
import static org.fovea.facerec.synthetic.Smooth.step;

/// Where the features of one person's face are under one expression, and how far they stand out from the skull.
///
/// All in the head's own coordinates, looked at from the front: x to the picture's right, y up, z (the relief) towards
/// the viewer. Faces are symmetric; `a` is |x|.
final class Features {
    static final float EYEBALL = 0.19f;

    final Head head;
    final Hair hair;
    final Eyes eyes;
    final Brows brows;
    final Nose nose;
    final Mouth mouth;
    final Expression expression;
    final Skull skull;

    final float drop;
    final float eyeY;
    final float eyeZ;
    final float upperLid;
    final float lowerLid;
    final float browY;
    final float noseBase;
    final float noseTip;
    final float mouthY;
    final float mouthWidth;
    final float gap;
    final float corners;
    private final float smile;

    Features(Identity person, Expression expression) {
        head = person.head();
        hair = person.hair();
        eyes = person.eyes();
        brows = person.brows();
        nose = person.nose();
        mouth = person.mouth();
        this.expression = expression;
        smile = expression.smile();
        float happy = Math.max(smile, 0);
        drop = 0.17f * expression.mouthOpen();
        skull = new Skull(head, drop);
        eyeY = eyes.height();
        float closure = expression.eyeClosure();
        float wide = 1 + 0.18f * Math.max(expression.browRaise(), 0);
        // The upper lid comes down to the lower, which smiling lifts.
        lowerLid = eyes.lower() * (1 - 0.25f * happy);
        upperLid = lerp(eyes.upper() * wide * (1 - 0.12f * happy), -lowerLid * 0.8f, closure);
        browY = brows.height() + 0.05f * expression.browRaise();
        noseBase = -nose.base();
        noseTip = noseBase + nose.upturn();
        mouthY = -mouth.depth() + 0.015f * happy;
        mouthWidth = mouth.width() * (1 + 0.20f * happy) * (1 - 0.08f * expression.mouthOpen());
        gap = 0.19f * expression.mouthOpen() + 0.05f * step(0.5f, 1, happy);
        corners = mouth.corners() + (smile > 0 ? 0.06f : 0.045f) * smile;
        eyeZ = skull.frontAt(eyes.spacing(), eyeY) + reliefWithoutEye(eyes.spacing(), eyeY) + 0.035f - EYEBALL;
    }

    /// How far the surface stands before the skull at (x, y), whose own depth there is `base`.
    float relief(float x, float y, float base) {
        float a = Math.abs(x);
        float relief = reliefWithoutEye(a, y);
        float ex = a - eyes.spacing();
        float ey = y - eyeY;
        float inside = (EYEBALL + 0.012f) * (EYEBALL + 0.012f) - ex * ex - ey * ey;
        if (inside > 0) {
            float ball = eyeZ + (float) Math.sqrt(inside) - base;
            relief = Smooth.max(relief, ball, 0.05f);
        }
        return relief + lids(ex, ey);
    }

    private float reliefWithoutEye(float a, float y) {
        float sum = bones(a, y);
        if (a < 0.36f) {
            sum += noseRelief(a, y);
            if (y < mouthY + 0.35f) {
                sum += mouthRelief(a, y);
            }
        }
        return sum;
    }

    private float bones(float a, float y) {
        float happy = Math.max(smile, 0);
        return 0.05f * head.browRidge() * bump(a - 0.25f, y - 0.17f, 0.34f, 0.13f)
                - 0.095f * eyes.depth() * bump(a - eyes.spacing(), y - eyeY + 0.01f, 0.27f, 0.20f)
                - 0.05f * eyes.depth() * bump(a - eyes.spacing() + 0.16f, y - eyeY - 0.02f, 0.11f, 0.16f)
                + (0.045f * head.cheekbones() + 0.035f * happy)
                        * bump(a - 0.43f, y + 0.27f - 0.03f * happy, 0.30f, 0.24f)
                + 0.05f * head.fullness() * bump(a - 0.43f, y + 0.62f, 0.30f, 0.34f)
                - 0.03f * bump(a - 0.74f, y - 0.25f, 0.30f, 0.35f)
                + 0.05f * bump(a, y - mouthY, 0.36f, 0.32f)
                + 0.06f * bump(a, y + 1.0f + head.length() + drop, 0.22f, 0.17f)
                - 0.045f * bump(a, y - mouthY + 0.19f + gap, 0.26f, 0.10f);
    }

    /// The nose: a ridge that rises from the root to the tip and ends under it, and two wings.
    private float noseRelief(float a, float y) {
        float root = nose.root();
        float t = (root - y) / (root - noseTip);
        float height;
        float width;
        if (t < 0) {
            height = nose.bridge() * step(root + 0.17f, root, y);
            width = nose.bridgeWidth() * (1.5f - 0.5f * t);
        } else if (t < 1) {
            height = lerp(nose.bridge(), nose.tip(), t * (0.7f + 0.3f * t))
                    + 4 * nose.hump() * t * (1 - t) * (1 - t * 0.5f);
            width = lerp(nose.bridgeWidth() * 1.5f, nose.tipWidth() * 1.75f, t * t);
        } else {
            float q = (noseTip - y) / (noseTip - noseBase);
            // From the ball back to the partition between the nostrils, and from there into the lip.
            height = nose.tip() * (0.38f * step(1.6f, 1, q) + (q < 1 ? 0.62f * (float) Math.sqrt(1 - q * q) : 0));
            width = nose.tipWidth() * 1.75f;
        }
        float d = a / width;
        float ridge = d >= 1 ? 0 : (1 - d * d) * (1 - d * d);
        float wingY = noseBase + 0.075f;
        return height * ridge
                + 0.026f * bump(a, y - noseTip - 0.02f, 0.15f, 0.15f)
                + 0.085f
                        * bump(a - nose.wings(), y - wingY, 0.105f, 0.115f)
                        * step(noseBase - 0.01f, noseBase + 0.045f, y);
    }

    private float mouthRelief(float a, float y) {
        float e = a / mouthWidth;
        float philtrum = -0.02f * bump(a, y - mouthY - mouth.upper() - 0.07f, 0.05f, 0.10f)
                + 0.010f * bump(a - 0.055f, y - mouthY - mouth.upper() - 0.06f, 0.05f, 0.12f);
        float corner = -0.03f * bump(a - mouthWidth, y - mouthY - corners, 0.09f, 0.08f);
        if (e >= 1) {
            return philtrum + corner;
        }
        float upperEdge = upperEdge(e);
        float lowerEdge = lowerEdge(e);
        float round = (float) Math.sqrt(1 - e * e);
        float out = mouth.forward() * round;
        float lips;
        if (y > upperEdge) {
            float v = (y - upperEdge) / (top(e) - upperEdge + 0.01f);
            lips = v >= 1.6f ? 0 : out * (1 - v / 1.6f) * (0.45f + 1.2f * v);
        } else if (y < lowerEdge) {
            float v = (lowerEdge - y) / (lowerEdge - bottom(e) + 0.01f);
            lips = v >= 1.5f ? 0 : out * 1.15f * (1 - v / 1.5f) * (0.4f + 2.1f * v);
        } else {
            lips = -0.05f * step(0, 0.06f, gap) * round;
        }
        return lips + philtrum + corner;
    }

    private float lids(float ex, float ey) {
        float e = ex / eyes.width();
        if (e < -1.3f || e > 1.3f || ey > 0.3f || ey < -0.3f) {
            return 0;
        }
        float above = ey - upperLidAt(e);
        float below = lowerLidAt(e) - ey;
        float fade = clamp01(2.6f - 2 * Math.abs(e));
        return fade
                * (0.016f * bump(above - 0.02f, 0, 0.05f, 1)
                        + 0.010f * bump(below - 0.015f, 0, 0.04f, 1)
                        - 0.014f * bump(above - 0.02f - eyes.crease(), 0, 0.035f, 1));
    }

    /// Height of the upper lid's edge over the eye's middle at `e`, −1 at the inner corner and 1 at the outer.
    float upperLidAt(float e) {
        float c = 1 - e * e;
        return eyes.tilt() * e + (c > 0 ? upperLid * c * (1 - 0.12f * e) : 0);
    }

    /// Height of the lower lid's edge over the eye's middle.
    float lowerLidAt(float e) {
        float c = 1 - e * e;
        return eyes.tilt() * e - (c > 0 ? lowerLid * c * (1 + 0.2f * e) : 0);
    }

    /// The middle of the brow at `s`, from 0 at its inner end to 1 at its outer.
    float browAt(float s) {
        float frown = Math.min(expression.browRaise(), 0) * 0.03f * (1 - s);
        float rise = s < 0.62f ? s / 0.62f : (1 - s) / 0.38f;
        float arch = rise * (2 - rise);
        return browY + frown + brows.tilt() * s + brows.arch() * arch - 0.02f * s * s;
    }

    private float line(float e) {
        float notch = 1 - e * e * 9;
        return mouthY + corners * e * e - (notch > 0 ? 0.007f * notch * notch : 0);
    }

    /// Where the upper lip ends below, at `e` from 0 in the middle to 1 at the corner.
    float upperEdge(float e) {
        return line(e) + 0.12f * gap * (1 - e * e);
    }

    /// Where the lower lip begins above.
    float lowerEdge(float e) {
        return line(e) - 0.88f * gap * (1 - e * e);
    }

    /// Where the upper lip begins above.
    float top(float e) {
        float c = Math.max(1 - e * e, 0);
        float bow = 1 - 0.38f * mouth.bow() * bump(e, 0, 0.34f, 1);
        return upperEdge(e) + mouth.upper() * (1 - 0.25f * Math.max(smile, 0)) * c * (1.12f - 0.12f * c) * bow;
    }

    /// Where the lower lip ends below.
    float bottom(float e) {
        float c = Math.max(1 - e * e, 0);
        return lowerEdge(e) - mouth.lower() * (1 - 0.15f * Math.max(smile, 0)) * 0.5f * (c + (float) Math.sqrt(c));
    }

    /// Half the breadth of the nose at a height, 0 above its root and below its base.
    float noseHalf(float y) {
        if (y > nose.root() || y < noseBase - 0.015f) {
            return 0;
        }
        float t = (nose.root() - y) / (nose.root() - noseBase);
        float wing = nose.wings() + 0.065f;
        return lerp(nose.bridgeWidth(), nose.tipWidth() * 0.95f, t)
                + (wing - nose.tipWidth() * 0.95f) * step(noseBase + 0.19f, noseBase + 0.08f, y);
    }
}
