package org.fovea.engine.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Products of matrices: y = a·b, da = dy·bᵀ, db = aᵀ·dy, for each pair of matrices of two arrays whose axes before the
/// last two are broadcast to each other. The gradient of a matrix that is used more than once is the sum over its uses.
///
/// a: (N, …, m, k), b: (N, …, k, n), y: (N, …, m, n). One of the two may be a parameter, the same for every example:
/// (…, m, k) or (…, k, n). For vectors (N, k) times a parameter there is [Dense].
public final class MatrixMultiply extends Layer {
    private final @Nullable Parameter weight;
    private final int position;

    /// Of two inputs.
    public MatrixMultiply() {
        weight = null;
        position = -1;
    }

    /// Of one input and a parameter.
    ///
    /// @param weight the parameter's shape
    /// @param position 0 if the parameter is a, 1 if it is b
    public MatrixMultiply(Shape weight, int position) {
        if (weight.rank() < 2 || position < 0 || position > 1) {
            throw new IllegalArgumentException("a matrix of " + weight + " in position " + position);
        }
        this.weight = new Parameter("weight", Parameter.Role.WEIGHT, weight);
        this.position = position;
    }

    @Override
    public String type() {
        return "matrix_multiply";
    }

    /// The parameter, or null where both are inputs.
    public @Nullable Parameter weight() {
        return weight;
    }

    int position() {
        return position;
    }

    @Override
    public Options options() {
        return weight == null
                ? new Options()
                : new Options().with("parameter", weight.value().shape()).with("position", position);
    }

    static MatrixMultiply from(Options o) {
        return o.has("parameter")
                ? new MatrixMultiply(o.shape("parameter"), o.integer("position"))
                : new MatrixMultiply();
    }

    @Override
    public List<Parameter> parameters() {
        return weight == null ? List.of() : List.of(weight);
    }

    @Override
    public void initialize(RandomGenerator random) {
        if (weight != null) {
            Shape shape = weight.value().shape();
            Initializer.XAVIER.fill(weight.value().data(), shape.extent(-2), shape.extent(-1), random);
        }
    }

    /// One example's shapes of a and b.
    List<Shape> matrices(List<Shape> inputs) {
        List<Shape> matrices = new ArrayList<>(inputs);
        if (weight != null) {
            matrices.add(Math.min(position, matrices.size()), weight.value().shape());
        }
        return matrices;
    }

    /// A shape without its last two axes.
    static Shape before(Shape matrices) {
        int[] extents = matrices.toArray();
        return Shape.of(Arrays.copyOf(extents, extents.length - 2));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        List<Shape> both = matrices(inputs);
        if (both.size() != 2 || both.get(0).rank() < 2 || both.get(1).rank() < 2) {
            throw new IllegalArgumentException("expects two arrays of matrices, found " + both);
        }
        Shape a = both.get(0);
        Shape b = both.get(1);
        if (a.extent(-1) != b.extent(-2)) {
            throw new IllegalArgumentException("matrices of " + a + " and " + b + ", with " + a.extent(-1)
                    + " columns and " + b.extent(-2) + " rows");
        }
        int[] outer = Axes.broadcast(List.of(before(a), before(b))).toArray();
        int[] extents = Arrays.copyOf(outer, outer.length + 2);
        extents[outer.length] = a.extent(-2);
        extents[outer.length + 1] = b.extent(-1);
        return Shape.of(extents);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return (long) outputShape(inputs).size() * matrices(inputs).get(0).extent(-1);
    }

    @Override
    public boolean homogeneous() {
        return weight != null;
    }

    @Override
    public Operation bind(Place place) {
        return new MatrixMultiplication(this, place);
    }
}
