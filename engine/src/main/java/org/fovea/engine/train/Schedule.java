package org.fovea.engine.train;

/// The learning rate as a function of the step's number, counted from 0.
@FunctionalInterface
public interface Schedule {
    double rate(long step);

    /// The same rate at every step.
    static Schedule constant(double rate) {
        positive("rate", rate);
        return step -> rate;
    }

    /// rate · factor^⌊step / every⌋.
    static Schedule step(double rate, long every, double factor) {
        positive("rate", rate);
        positive("every", every);
        positive("factor", factor);
        return step -> rate * Math.pow(factor, Math.floorDiv(step, every));
    }

    /// From `rate` to 0 over `steps` along half a cosine: rate · (1 + cos(π·step/steps)) / 2 (Loshchilov and
    /// Hutter, 2017).
    static Schedule cosine(double rate, long steps) {
        positive("rate", rate);
        positive("steps", steps);
        return step -> rate * (1 + Math.cos(Math.PI * Math.min(step, steps) / steps)) / 2;
    }

    /// One cycle (Smith and Topin, 2018), as PyTorch's OneCycleLR with cosine annealing: from peak/25 up to `peak`
    /// over the first 30 % of `steps`, then down to peak/250,000 at the last step.
    static Schedule oneCycle(double peak, long steps) {
        positive("peak", peak);
        if (steps < 2) {
            throw new IllegalArgumentException("one cycle needs at least 2 steps, found " + steps);
        }
        double top = 0.3 * steps - 1;
        double start = peak / 25;
        double end = start / 1e4;
        return step -> {
            double at = Math.min(step, steps - 1);
            return at <= top
                    ? between(start, peak, top <= 0 ? 1 : at / top)
                    : between(peak, end, (at - top) / (steps - 1 - top));
        };
    }

    /// Along half a cosine from `a` at 0 to `b` at 1.
    private static double between(double a, double b, double share) {
        return b + (a - b) / 2 * (1 + Math.cos(Math.PI * share));
    }

    /// This schedule after a linear rise over the first `steps` steps: step k of them has (k + 1)/(steps + 1) of
    /// the rate that this schedule begins with. The schedule's own steps are counted from the end of the rise.
    default Schedule withWarmup(long steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("a warm-up has at least 0 steps, found " + steps);
        }
        return step -> step < steps ? rate(0) * (step + 1) / (steps + 1) : rate(step - steps);
    }

    private static void positive(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(what + " must be above 0, found " + value);
        }
    }
}
