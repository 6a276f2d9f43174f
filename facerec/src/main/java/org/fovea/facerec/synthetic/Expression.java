package org.fovea.facerec.synthetic;

import static org.fovea.facerec.synthetic.Smooth.vary;

import java.util.random.RandomGenerator;

/// What a face does at the moment of the picture.
///
/// @param smile 1 for corners of the mouth drawn up and out, below 0 for down
/// @param mouthOpen from 0 for closed lips to 1
/// @param browRaise 1 for raised brows, below 0 for a frown
/// @param eyeClosure from 0 for open eyes to 1 for shut
/// @param gazeX where the eyes turn, 1 far to the picture's right
/// @param gazeY where the eyes turn, 1 far up
public record Expression(float smile, float mouthOpen, float browRaise, float eyeClosure, float gazeX, float gazeY) {
    /// Lips closed, eyes open and straight ahead.
    public static final Expression NEUTRAL = new Expression(0, 0, 0, 0, 0, 0);

    public Expression {
        within("smile", smile, -1);
        within("mouthOpen", mouthOpen, 0);
        within("browRaise", browRaise, -1);
        within("eyeClosure", eyeClosure, 0);
        within("gazeX", gazeX, -1);
        within("gazeY", gazeY, -1);
    }

    /// This expression, only `strength` times as strong.
    public Expression scale(float strength) {
        return new Expression(
                smile * strength,
                mouthOpen * strength,
                browRaise * strength,
                eyeClosure * strength,
                gazeX * strength,
                gazeY * strength);
    }

    private static void within(String what, float value, int from) {
        if (!(value >= from && value <= 1)) {
            throw new IllegalArgumentException(what + " of " + value + "; it must lie between " + from + " and 1");
        }
    }

    /// One of the expressions that people have in front of a camera: mostly calm, often smiling, sometimes talking,
    /// now and then blinking.
    public static Expression random(RandomGenerator random) {
        float mood = random.nextFloat();
        float smile = mood < 0.4f
                ? vary(random, 0, 0.15f)
                : mood < 0.9f ? vary(random, 0.55f, 0.4f) : vary(random, -0.4f, 0.3f);
        float open = random.nextFloat() < 0.35f ? random.nextFloat() * 0.8f : 0;
        float brows = vary(random, 0.1f, 0.6f);
        float closure = random.nextFloat() < 0.12f ? vary(random, 0.75f, 0.25f) : 0.2f * random.nextFloat();
        return new Expression(smile, open, brows, closure, vary(random, 0, 0.6f), vary(random, 0, 0.35f));
    }
}
