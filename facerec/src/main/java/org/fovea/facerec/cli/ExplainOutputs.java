package org.fovea.facerec.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fovea.facerec.report.OutputKind;
import org.fovea.gradcam.PictureTarget;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Scalar;
import org.jspecify.annotations.Nullable;

/// What a network's outputs are and how they are called.
///
/// @param of the output that cells are of, as `scores`, or the picture that a similarity is to; empty for classes
/// @param names one an output; empty for a classifier whose classes have numbers alone
/// @param asked the output that the command line names by other words than a class; null where it names none
record ExplainOutputs(
        OutputKind kind,
        String of,
        List<String> names,
        @Nullable Integer asked) {
    /// Classes.
    ///
    /// @param names empty where they have none
    static ExplainOutputs classes(List<String> names) {
        return new ExplainOutputs(OutputKind.CLASSES, "", names, null);
    }

    /// How output `k` is called.
    String name(int k) {
        return names.isEmpty() ? "class " + k : names.get(k);
    }

    /// The scalars that can be asked of it.
    List<Scalar> scalars() {
        return switch (kind) {
            case CLASSES -> List.of(Scalar.values());
            case CELLS -> List.of(Scalar.LOGIT, Scalar.NEGATIVE, Scalar.DIFFERENCE);
            case SIMILARITY -> List.of(Scalar.LOGIT, Scalar.NEGATIVE);
        };
    }

    /// A page's title.
    String title(int c) {
        return switch (kind) {
            case CLASSES, CELLS -> "Why " + name(c) + "?";
            case SIMILARITY -> "Why like " + of + "?";
        };
    }

    /// What a scalar of outputs c and b is, for people: `logit of cat`, `similarity to b.jpg`.
    String describe(Scalar scalar, int c, int b) {
        if (kind == OutputKind.CLASSES) {
            return scalar == Scalar.DIFFERENCE
                    ? "logit of " + name(c) + " less that of " + name(b)
                    : scalar.title() + " of " + name(c);
        }
        return switch (scalar) {
            case NEGATIVE -> "negative " + name(c);
            case DIFFERENCE -> name(c) + " less " + name(b);
            default -> name(c);
        };
    }

    /// A scalar as a target that says what it is.
    ///
    /// @param c one a picture
    /// @param b one a picture
    PictureTarget target(Scalar scalar, int[] c, int[] b) {
        PictureTarget target = scalar.target(c, b);
        return kind == OutputKind.CLASSES && names.isEmpty()
                ? target
                : Targets.called(target, n -> describe(scalar, c[n], b[n]));
    }

    /// Refuses a scalar that cannot be asked of these outputs.
    void check(Scalar scalar) {
        if (!scalars().contains(scalar)) {
            throw new IllegalArgumentException("--scalar " + text(scalar) + " is about classes; of "
                    + (kind == OutputKind.CELLS ? "the cells of an output" : "a similarity") + " there are "
                    + scalars().stream().map(ExplainOutputs::text).collect(Collectors.joining(", ")));
        }
    }

    private static String text(Scalar scalar) {
        return scalar.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The index of a cell as it is written behind the output's name: `[0, 17, 1]`.
    static String index(int... index) {
        return Arrays.stream(index).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
