package org.fovea.engine.layer.normalization;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// Sets of each example's values brought to mean 0 and variance 1, then scaled and shifted:
/// y = γ·(x − μ)/√(σ² + ε) + β with the set's mean μ and variance σ² = Σ (x − μ)² / n. With x̂ = (x − μ)/√(σ² + ε),
/// dγ = Σ x̂·dy and dβ = Σ dy where they are broadcast; dx = (γ·dy − mean(γ·dy) − x̂·mean(γ·dy·x̂)) / √(σ² + ε).
///
/// | made by | a set | γ, β |
/// |---|---|---|
/// | `instance` | a channel (Ulyanov and others, 2016) | (C) |
/// | `group` | a group of neighbouring channels (Wu and He, 2018) | (C) |
/// | `layer` | the values along given axes (Ba and others, 2016) | any shape that is broadcast to x's |
///
/// x, y: (N, …, C). γ (`weight`) is 1 and β (`bias`) 0 at the beginning. Sums are taken in double, in the order of x.
public final class Standardize extends Layer {
    /// Groups of channels; 0 where axes say what a set is.
    private final int groups;
    private final int[] axes;
    private final double epsilon;
    private final Parameter weight;
    private final Parameter bias;

    private Standardize(int groups, int[] axes, Shape affine, double epsilon) {
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon is " + epsilon);
        }
        if (groups < 0 || (groups > 0 && affine.channels() % groups != 0)) {
            throw new IllegalArgumentException(affine + " channels in " + groups + " groups");
        }
        this.groups = groups;
        this.axes = axes.clone();
        this.epsilon = epsilon;
        weight = new Parameter("weight", Parameter.Role.WEIGHT, affine);
        bias = new Parameter("bias", Parameter.Role.BIAS, affine);
        Arrays.fill(weight.value().data(), 1);
    }

    /// Each channel by itself.
    public static Standardize instance(int channels, double epsilon) {
        return group(channels, channels, epsilon);
    }

    /// Each of so many groups of channels by itself.
    public static Standardize group(int channels, int groups, double epsilon) {
        if (groups < 1) {
            throw new IllegalArgumentException(channels + " channels in " + groups + " groups");
        }
        return new Standardize(groups, new int[0], Shape.of(channels), epsilon);
    }

    /// All values along given axes together.
    ///
    /// @param affine the shape of γ and β, aligned with one example's at the last axes
    /// @param axes of one example
    public static Standardize layer(Shape affine, double epsilon, int... axes) {
        return new Standardize(0, axes, affine, epsilon);
    }

    /// γ.
    public Parameter weight() {
        return weight;
    }

    /// β.
    public Parameter bias() {
        return bias;
    }

    double epsilon() {
        return epsilon;
    }

    @Override
    public String type() {
        return "standardize";
    }

    @Override
    public Options options() {
        return new Options()
                .with("groups", groups)
                .with("axes", axes)
                .with("parameter", weight.value().shape())
                .with("epsilon", epsilon);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "standardize";
        }

        @Override
        public Layer create(Options o) {
            return new Standardize(o.integer("groups"), o.integers("axes"), o.shape("parameter"), o.number("epsilon"));
        }
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias);
    }

    @Override
    public void initialize(RandomGenerator random) {
        Arrays.fill(weight.value().data(), 1);
        Arrays.fill(bias.value().data(), 0);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        Shape affine = weight.value().shape();
        if (groups > 0 && (x.rank() < 1 || x.channels() != affine.channels())) {
            throw new IllegalArgumentException("expects " + affine.channels() + " channels, found " + x);
        }
        Axes.among(x, axes);
        if (!Axes.broadcast(List.of(x, affine)).equals(x)) {
            throw new IllegalArgumentException("a scale of " + affine + " for " + x);
        }
        return x;
    }

    /// x's shape with the channels as groups of channels where there are any.
    Shape divided(Shape x) {
        if (groups == 0) {
            return x;
        }
        int[] extents = Arrays.copyOf(x.toArray(), x.rank() + 1);
        extents[x.rank() - 1] = groups;
        extents[x.rank()] = x.channels() / groups;
        return Shape.of(extents);
    }

    /// That shape with an extent of 1 along the axes that a set covers.
    Shape sets(Shape x) {
        if (groups == 0) {
            return Axes.reduced(x, Axes.among(x, axes));
        }
        return Shape.of(groups, 1);
    }

    /// The shape of γ and β, divided like x's.
    Shape affine() {
        Shape affine = weight.value().shape();
        return groups == 0 ? affine : Shape.of(groups, affine.channels() / groups);
    }

    @Override
    public Operation bind(Place place) {
        return new Standardizing(this, place);
    }
}
