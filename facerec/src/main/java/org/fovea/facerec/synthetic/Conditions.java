package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.vary;

import java.util.random.RandomGenerator;

/// Under what conditions a picture is taken: all that may change between two pictures of one person.
///
/// Angles are in degrees. The camera looks along −z at a head that looks along +z; x is to the picture's right.
///
/// @param yaw the head's turn about the vertical, positive to the picture's right
/// @param pitch the head's nod, positive down
/// @param roll the head's tilt, positive anticlockwise
/// @param shiftX the head's place, in units of ten centimetres, positive to the right
/// @param shiftY the head's place, in units of ten centimetres, positive up
/// @param zoom the picture's scale, 1 for a head with a margin around it
/// @param lightAzimuth where the light stands, 0 behind the camera, positive to the picture's right
/// @param lightElevation how high the light stands
/// @param ambient the share of the light that comes from everywhere, 0 to 1
/// @param exposure the brightness of it all, 1 as it is
/// @param expression what the face does
/// @param backdrop what is behind the head and what the person wears
public record Conditions(
        float yaw,
        float pitch,
        float roll,
        float shiftX,
        float shiftY,
        float zoom,
        float lightAzimuth,
        float lightElevation,
        float ambient,
        float exposure,
        Expression expression,
        Backdrop backdrop) {

    private static final float STEEPEST = 75;

    public Conditions {
        angle("yaw", yaw, STEEPEST);
        angle("pitch", pitch, STEEPEST);
        angle("roll", roll, 180);
        angle("light azimuth", lightAzimuth, 180);
        angle("light elevation", lightElevation, 90);
        angle("shiftX", shiftX, 2);
        angle("shiftY", shiftY, 2);
        if (!(zoom >= 0.25 && zoom <= 4) || !(exposure > 0 && exposure <= 4) || !(ambient >= 0 && ambient <= 1)) {
            throw new IllegalArgumentException("zoom " + zoom + " (0.25 to 4), exposure " + exposure
                    + " (above 0, to 4), ambient " + ambient + " (0 to 1): one is out of its range");
        }
    }

    private static void angle(String what, float value, float limit) {
        if (!(Math.abs(value) <= limit)) {
            throw new IllegalArgumentException(
                    what + " of " + value + "; it must lie between −" + limit + " and " + limit);
        }
    }

    /// What is behind the head and what the person wears: nothing that says who it is.
    ///
    /// @param top the backdrop's colour above
    /// @param bottom the backdrop's colour below
    /// @param clothes the colour of what the person wears
    /// @param seed of the backdrop's mottle
    public record Backdrop(Colour top, Colour bottom, Colour clothes, int seed) {
        /// Plain mid grey.
        public static final Backdrop PLAIN =
                new Backdrop(Colour.srgb(0xB4BCC4), Colour.srgb(0x8C949C), Colour.srgb(0x44546A), 0);

        /// A studio's backdrop of some muted colour, and clothes of another.
        public static Backdrop random(RandomGenerator random) {
            Colour top = muted(random, 0.12f + 0.5f * random.nextFloat());
            return new Backdrop(
                    top,
                    top.scale(0.45f + 0.5f * random.nextFloat()),
                    muted(random, 0.03f + 0.4f * random.nextFloat()),
                    random.nextInt());
        }

        private static Colour muted(RandomGenerator random, float level) {
            return new Colour(
                    level * vary(random, 1, 0.25f), level * vary(random, 1, 0.2f), level * vary(random, 1, 0.3f));
        }
    }

    /// Straight ahead, calm, lit from the front and a little above, before a plain backdrop.
    public static Conditions neutral() {
        return new Conditions(0, 0, 0, 0, 0, 1, 0, 25, 0.4f, 1, Expression.NEUTRAL, Backdrop.PLAIN);
    }

    /// Conditions as they vary between snapshots of one person.
    public static Conditions random(RandomGenerator random) {
        return random(random, 1);
    }

    /// Conditions that vary `strength` times as much as between snapshots, backdrop and clothes apart; 0 for those
    /// of [#neutral()] but for these.
    ///
    /// @throws IllegalArgumentException if `strength` is not from 0 to 1
    public static Conditions random(RandomGenerator random, float strength) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("conditions of strength " + strength + "; it must lie between 0 and 1");
        }
        return new Conditions(
                vary(random, 0, 14 * strength) + vary(random, 0, 11 * strength),
                vary(random, 0, 5 * strength) + vary(random, 0, 5 * strength),
                vary(random, 0, 6 * strength),
                vary(random, 0, 0.06f * strength),
                vary(random, 0, 0.06f * strength),
                vary(random, 1, 0.05f * strength),
                vary(random, 0, 55 * strength),
                vary(random, 25, 25 * strength),
                vary(random, 0.4f, 0.12f * strength),
                vary(random, 1, 0.15f * strength),
                Expression.random(random).scale(strength),
                Backdrop.random(random));
    }

    /// These conditions with the head turned otherwise.
    public Conditions withPose(float yaw, float pitch, float roll) {
        return new Conditions(
                yaw,
                pitch,
                roll,
                shiftX,
                shiftY,
                zoom,
                lightAzimuth,
                lightElevation,
                ambient,
                exposure,
                expression,
                backdrop);
    }

    /// These conditions in another light.
    public Conditions withLight(float azimuth, float elevation, float ambient) {
        return new Conditions(
                yaw, pitch, roll, shiftX, shiftY, zoom, azimuth, elevation, ambient, exposure, expression, backdrop);
    }

    /// These conditions seen from nearer or farther.
    public Conditions withZoom(float zoom) {
        return new Conditions(
                yaw,
                pitch,
                roll,
                shiftX,
                shiftY,
                zoom,
                lightAzimuth,
                lightElevation,
                ambient,
                exposure,
                expression,
                backdrop);
    }

    /// These conditions with another expression.
    public Conditions withExpression(Expression expression) {
        return new Conditions(
                yaw,
                pitch,
                roll,
                shiftX,
                shiftY,
                zoom,
                lightAzimuth,
                lightElevation,
                ambient,
                exposure,
                expression,
                backdrop);
    }
}
