package org.fovea.facerec.cli;

import java.util.Locale;
import org.fovea.engine.network.Network;
import org.fovea.facerec.report.OutputKind;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Layers;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.explanation.Scalar;
import org.fovea.gradcam.method.MapMethods;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is asked: of which outputs, which scalar, at which layer, by which method.
final class ExplainQuestion {
    /// The layer's name that stands for every one.
    static final String ALL = "all";

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description =
                    "The layer to look at, or \"all\" for a map of each (default: the last with height and width).")
    @Nullable
    String layer;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "grad-cam",
            description = "How the map is made; fovea methods lists them (default: ${DEFAULT-VALUE}).")
    private String method;

    @Option(
            names = "--target",
            paramLabel = "N",
            description = "The class to explain, counted from 0 (default: the one that is seen; by networks explained "
                    + "together, the one they see together).")
    @Nullable
    Integer target;

    @Option(names = "--person", paramLabel = "NAME", description = "The same by name, for models that know people.")
    @Nullable
    String person;

    @Option(
            names = "--scalar",
            paramLabel = "NAME",
            defaultValue = "logit",
            description = "What of the class: logit, negative, probability, log-probability, or difference, to another "
                    + "class (default: ${DEFAULT-VALUE}).")
    private String scalar;

    @Option(
            names = "--against",
            paramLabel = "N",
            description = "The other class of a difference (default: the strongest other one).")
    @Nullable
    Integer against;

    @Option(
            names = "--convention",
            paramLabel = "NAME",
            defaultValue = "paper",
            description =
                    "Whose reading of methods and scaling: paper or pytorch-grad-cam (default: ${DEFAULT-VALUE}).")
    private String convention;

    /// The class that is asked about.
    ///
    /// @return null where none is named
    @Nullable
    Integer asked(ExplainModel model) {
        Integer cell = model.outputs().asked();
        return cell != null ? cell : person == null ? target : Integer.valueOf(model.person(person));
    }

    MapMethod method() {
        return MapMethods.named(method);
    }

    Scalar scalar() {
        return named(Scalar.class, "--scalar", scalar);
    }

    Convention convention() {
        return named(Convention.class, "--convention", convention);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String option, String name) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            StringBuilder known = new StringBuilder();
            for (E value : type.getEnumConstants()) {
                known.append(known.isEmpty() ? "" : ", ");
                known.append(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
            throw new IllegalArgumentException(option + ": \"" + name + "\" is none of " + known);
        }
    }

    /// Looks at the question before anything is computed.
    ///
    /// @throws IllegalArgumentException if it cannot be asked of this model
    void check(ExplainModel model) {
        method();
        scalar();
        convention();
        Network network = model.networks().getFirst();
        int outputs = network.node(Layers.logits(network)).shape().size();
        checkClass("--target", target, outputs);
        checkClass("--against", against, outputs);
        model.outputs().check(scalar());
        if (target != null && model.outputs().kind() != OutputKind.CLASSES) {
            throw new IllegalArgumentException("--target is a class; "
                    + (model.outputs().kind() == OutputKind.CELLS
                            ? "a number of an output is named by its index, --cell"
                            : "a similarity is one number"));
        }
        if (person != null && target != null) {
            throw new IllegalArgumentException("--person and --target both name what to explain; one is enough");
        }
        if (person != null) {
            model.person(person);
        }
        if (scalar() == Scalar.DIFFERENCE && outputs < 2) {
            throw new IllegalArgumentException("--scalar difference needs a second output; the network has one");
        }
    }

    private static void checkClass(String option, @Nullable Integer c, int outputs) {
        if (c != null && (c < 0 || c >= outputs)) {
            throw new IllegalArgumentException(
                    option + " " + c + ": the network has " + outputs + " outputs, 0 to " + (outputs - 1));
        }
    }

    /// @throws IllegalArgumentException if no map can be made at the layer; the message lists where one can
    static void checkLayer(Network network, String layer) {
        try {
            Layers.check(network, Layers.logits(network), layer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--layer: " + e.getMessage(), e);
        }
    }
}
