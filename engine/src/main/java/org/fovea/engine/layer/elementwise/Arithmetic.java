package org.fovea.engine.layer.elementwise;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A function of several arrays at each place, the arrays broadcast to each other: one example's shapes are aligned at
/// their last axes, and where one has an extent of 1 its value stands for all. The gradient of an array whose values
/// are read more than once is the sum over the places where they are.
///
/// | function | y | derivatives |
/// |---|---|---|
/// | `ADD`, `MEAN` of two or more | Σ xᵢ, Σ xᵢ / n | 1, 1/n |
/// | `MINIMUM`, `MAXIMUM` of two or more | the least, the greatest xᵢ | 1 for the first xᵢ that is y, else 0 |
/// | `SUBTRACT` | a − b | 1, −1 |
/// | `MULTIPLY` | a·b | b, a |
/// | `DIVIDE` | a / b | 1/b, −a/b² |
/// | `POWER` | aᵇ | b·aᵇ⁻¹, y·ln a (0 for a = 0 ≤ b) |
/// | `PRELU` | a for a > 0, else b·a | 1 for a > 0, else b; 0 for a > 0, else a |
/// | `WHERE` of three | b where a ≠ 0, else c | 0; 1 where a ≠ 0; 1 where a = 0 |
/// | `LESS`, `GREATER`, `EQUAL` | 1 where a < b, a > b, a = b, else 0 | 0 |
///
/// One of the arrays may be a constant, the layer's parameter, (the shape of one example or less): it must not be
/// larger than the inputs. Sums and products of two arrays of one shape are [org.fovea.engine.layer.Add] and
/// [org.fovea.engine.layer.Multiply], which are kernels; a slope a channel is [org.fovea.engine.layer.PRelu].
public final class Arithmetic extends Layer {
    /// The functions.
    public enum Function {
        ADD,
        MEAN,
        MINIMUM,
        MAXIMUM,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        POWER,
        PRELU,
        WHERE,
        LESS,
        GREATER,
        EQUAL;

        private boolean takes(int arrays) {
            return switch (this) {
                case ADD, MEAN, MINIMUM, MAXIMUM -> arrays >= 2;
                case WHERE -> arrays == 3;
                default -> arrays == 2;
            };
        }
    }

    private final Function function;
    private final @Nullable Parameter constant;
    private final int position;

    /// A function of inputs alone.
    public Arithmetic(Function function) {
        this.function = function;
        constant = null;
        position = -1;
    }

    /// A function one of whose arrays is a constant, of zeros until [#constant] is filled.
    ///
    /// @param constant its shape
    /// @param position which array it is, counted from 0; the inputs are the others in their order
    /// @param trained whether training changes it
    public Arithmetic(Function function, Shape constant, int position, boolean trained) {
        if (position < 0 || position > 2) {
            throw new IllegalArgumentException("a constant in position " + position + ", not 0, 1 or 2");
        }
        this.function = function;
        this.position = position;
        this.constant = new Parameter("constant", trained ? Parameter.Role.BIAS : Parameter.Role.STATISTIC, constant);
    }

    public Function function() {
        return function;
    }

    /// The constant, null where there is none.
    public @Nullable Parameter constant() {
        return constant;
    }

    /// Which of the arrays is the constant, -1 for none.
    public int position() {
        return position;
    }

    @Override
    public String type() {
        return "arithmetic";
    }

    @Override
    public Options options() {
        Options o = new Options().with("function", function.name());
        return constant == null
                ? o
                : o.with("parameter", constant.value().shape())
                        .with("position", position)
                        .with("trained", constant.trained());
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "arithmetic";
        }

        @Override
        public Layer create(Options o) {
            Function function = o.choice("function", Function.class);
            return o.has("parameter")
                    ? new Arithmetic(function, o.shape("parameter"), o.integer("position"), o.flag("trained"))
                    : new Arithmetic(function);
        }
    }

    @Override
    public List<Parameter> parameters() {
        return constant == null ? List.of() : List.of(constant);
    }

    /// One example's shapes of all arrays, the constant's in its place.
    List<Shape> arrays(List<Shape> inputs) {
        List<Shape> arrays = new ArrayList<>(inputs);
        if (constant != null) {
            arrays.add(Math.min(position, arrays.size()), constant.value().shape());
        }
        return arrays;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        List<Shape> arrays = arrays(inputs);
        if (!function.takes(arrays.size()) || position >= arrays.size()) {
            throw new IllegalArgumentException(function + " of " + arrays.size() + " arrays"
                    + (constant == null ? "" : ", a constant in position " + position + " among them"));
        }
        Shape y = Axes.broadcast(arrays);
        if (constant != null && !y.equals(Axes.broadcast(inputs))) {
            throw new IllegalArgumentException(
                    "a constant of " + constant.value().shape() + " is more than " + inputs);
        }
        return y;
    }

    /// With a constant beside one input it is a function of that input's values one by one.
    @Override
    public boolean elementwise() {
        return constant != null && function != Function.WHERE;
    }

    @Override
    public boolean homogeneous() {
        return switch (function) {
            case ADD, MEAN, MINIMUM, MAXIMUM, SUBTRACT -> constant == null;
            case MULTIPLY -> constant != null;
            case DIVIDE, PRELU -> constant != null && position == 1;
            case WHERE -> constant != null && position == 0;
            default -> false;
        };
    }

    @Override
    public Operation bind(Place place) {
        return new ArithmeticOperation(this, place);
    }
}
