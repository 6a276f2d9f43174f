package org.fovea.gradcam;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.fovea.engine.tensor.LogSumExp;

/// The scalars Y that maps explain.
///
/// | target | Y | dY/dy |
/// |---|---|---|
/// | [#logit(int...)] | y\[c\] | 1 at c |
/// | [#negativeLogit(int...)] | −y\[c\] | −1 at c |
/// | [#probability(int...)] | p\[c\], p = softmax(y) | p\[c\]·(\[i = c\] − p\[i\]) |
/// | [#logProbability(int...)] | log p\[c\] | \[i = c\] − p\[i\] |
/// | [#difference(int, int)] | y\[a\] − y\[b\] | 1 at a, −1 at b |
/// | [#similarity(float\[\]...)] | y·r / (‖y‖·‖r‖) | (r/‖r‖ − Y·y/‖y‖) / ‖y‖ |
/// | [#of(String, Function)] | any function of y | what it writes |
///
/// y are the outputs of the node that the subject reads, the logits of a classifier or an embedding. Where several
/// classes or references are given, there is one for each picture.
public final class Targets {
    private Targets() {}

    /// A differentiable function of one picture's outputs.
    @FunctionalInterface
    public interface Function {
        /// @param y the outputs
        /// @param dy the derivative, to be written, every element of it
        /// @return the value
        double evaluate(float[] y, float[] dy);
    }

    /// The output of a class.
    ///
    /// @param classes one for all pictures, or one each
    public static PictureTarget logit(int... classes) {
        return ofClass("logit of class ", classes, (c, y, dy) -> {
            Arrays.fill(dy, 0);
            dy[c] = 1;
            return y[c];
        });
    }

    /// The negative of a class's output: its map shows the counter-evidence.
    public static PictureTarget negativeLogit(int... classes) {
        return ofClass("negative logit of class ", classes, (c, y, dy) -> {
            Arrays.fill(dy, 0);
            dy[c] = -1;
            return -y[c];
        });
    }

    /// The softmax of the outputs at a class.
    public static PictureTarget probability(int... classes) {
        return ofClass("probability of class ", classes, (c, y, dy) -> {
            double[] p = softmax(y);
            for (int i = 0; i < y.length; i++) {
                dy[i] = (float) (p[c] * (i == c ? rest(p, c) : -p[i]));
            }
            return p[c];
        });
    }

    /// The logarithm of the softmax of the outputs at a class.
    public static PictureTarget logProbability(int... classes) {
        return ofClass("log-probability of class ", classes, (c, y, dy) -> {
            double[] p = softmax(y);
            for (int i = 0; i < y.length; i++) {
                dy[i] = (float) (i == c ? rest(p, c) : -p[i]);
            }
            return y[c] - LogSumExp.of(y, 0, y.length);
        });
    }

    /// How far one class's output lies above another's: why a and not b?
    public static PictureTarget difference(int a, int b) {
        return difference(new int[] {a}, new int[] {b});
    }

    /// As [#difference(int, int)], with a pair of classes for each picture.
    public static PictureTarget difference(int[] a, int[] b) {
        int[] others = b.clone();
        PerPicture<Integer> other = new PerPicture<>(others.length, i -> others[i]);
        PictureTarget first = logit(a);
        return new PictureTarget() {
            @Override
            public double evaluate(int picture, float[] y, float[] dy) {
                double value = first.evaluate(picture, y, dy);
                int c = checkedClass(other.at(picture), y.length);
                dy[c] -= 1;
                return value - y[c];
            }

            @Override
            public String describe(int picture) {
                return first.describe(picture) + " less that of class " + other.at(picture);
            }

            @Override
            public OptionalInt classOf(int picture) {
                return first.classOf(picture);
            }
        };
    }

    /// Any differentiable function of the outputs.
    ///
    /// @param description for people: `margin to the second class`
    public static PictureTarget of(String description, Function function) {
        return new PictureTarget() {
            @Override
            public double evaluate(int picture, float[] y, float[] dy) {
                return function.evaluate(y, dy);
            }

            @Override
            public String describe(int picture) {
                return description;
            }
        };
    }

    /// The cosine of the angle between a picture's embedding and a fixed reference: what makes two faces alike.
    ///
    /// @param references one for all pictures, or one each; need not have length 1
    /// @throws IllegalArgumentException if a reference is zero, and in evaluation if its length is not the output's
    public static PictureTarget similarity(float[]... references) {
        return Similarity.to(references);
    }

    /// The negative of a target.
    public static PictureTarget negative(PictureTarget target) {
        return new PictureTarget() {
            @Override
            public double evaluate(int picture, float[] y, float[] dy) {
                double value = target.evaluate(picture, y, dy);
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = -dy[i];
                }
                return -value;
            }

            @Override
            public String describe(int picture) {
                return "negative " + target.describe(picture);
            }
        };
    }

    /// A target under another name, for outputs that are no classes: `similarity to b.jpg`.
    ///
    /// @param names by the picture's number
    public static PictureTarget called(PictureTarget target, IntFunction<String> names) {
        return new PictureTarget() {
            @Override
            public double evaluate(int picture, float[] y, float[] dy) {
                return target.evaluate(picture, y, dy);
            }

            @Override
            public String describe(int picture) {
                return names.apply(picture);
            }

            @Override
            public OptionalInt classOf(int picture) {
                return target.classOf(picture);
            }
        };
    }

    /// p\[i\] = exp(y\[i\]) / Σ exp(y).
    public static double[] softmax(float[] y) {
        double whole = LogSumExp.of(y, 0, y.length);
        double[] p = new double[y.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(y[i] - whole);
        }
        return p;
    }

    /// 1 − p\[c\], added up: where p\[c\] is nearly 1, taking it from 1 would leave only rounding.
    public static double rest(double[] p, int c) {
        double rest = 0;
        for (int i = 0; i < p.length; i++) {
            rest += i == c ? 0 : p[i];
        }
        return rest;
    }

    private interface OfClass {
        double evaluate(int c, float[] y, float[] dy);
    }

    private static PictureTarget ofClass(String what, int[] classes, OfClass function) {
        int[] all = classes.clone();
        PerPicture<Integer> each = new PerPicture<>(all.length, i -> all[i]);
        return new PictureTarget() {
            @Override
            public double evaluate(int picture, float[] y, float[] dy) {
                return function.evaluate(checkedClass(each.at(picture), y.length), y, dy);
            }

            @Override
            public String describe(int picture) {
                return what + each.at(picture);
            }

            @Override
            public OptionalInt classOf(int picture) {
                return OptionalInt.of(each.at(picture));
            }
        };
    }

    private static int checkedClass(int c, int outputs) {
        if (c < 0 || c >= outputs) {
            throw new IllegalArgumentException("class " + c + " of a network with " + outputs + " outputs");
        }
        return c;
    }

    /// One thing for all pictures, or one for each.
    record PerPicture<T>(int count, IntFunction<T> values) {
        PerPicture {
            if (count < 1) {
                throw new IllegalArgumentException("a target needs at least one class or reference");
            }
        }

        T at(int picture) {
            if (count != 1 && picture >= count) {
                throw new IllegalArgumentException(
                        count + " classes or references, but there is a picture " + (picture + 1));
            }
            return values.apply(count == 1 ? 0 : picture);
        }
    }
}
