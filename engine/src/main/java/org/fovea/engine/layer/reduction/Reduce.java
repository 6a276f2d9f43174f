package org.fovea.engine.layer.reduction;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// One number of all the values along some axes, gathered in double in the order of x.
///
/// | kind | y | ∂y/∂x |
/// |---|---|---|
/// | `SUM`, `MEAN` | Σ x, Σ x / n | 1, 1/n |
/// | `MAXIMUM`, `MINIMUM` | the greatest, the least x | 1 for the first x that is y, else 0 |
/// | `NORM` | (Σ \|x\|ᵖ)^(1/p) | sign x·(\|x\| / y)ᵖ⁻¹; 0 where y = 0 |
/// | `SUM_OF_SQUARES` | Σ x² | 2·x |
/// | `LOG_SUM` | ln Σ x | 1 / Σ x |
/// | `LOG_SUM_EXP` | ln Σ eˣ | e^(x − y) |
/// | `PRODUCT` | Π x | the product of the others |
///
/// x: (N, …). y: x's shape with extents of 1 along the axes, or without them. The mean of a picture's channels is
/// [org.fovea.engine.layer.GlobalAveragePool], which is a kernel.
public final class Reduce extends Layer {
    /// What becomes of the values.
    public enum Kind {
        SUM,
        MEAN,
        MAXIMUM,
        MINIMUM,
        NORM,
        SUM_OF_SQUARES,
        LOG_SUM,
        LOG_SUM_EXP,
        PRODUCT
    }

    private final Kind kind;
    private final int p;
    private final boolean keeps;
    private final int[] axes;

    /// @param keeps whether the axes stay, with an extent of 1
    /// @param axes of one example
    public Reduce(Kind kind, boolean keeps, int... axes) {
        this(kind, 2, keeps, axes);
    }

    private Reduce(Kind kind, int p, boolean keeps, int... axes) {
        if (p < 1) {
            throw new IllegalArgumentException("a norm's p is at least 1, found " + p);
        }
        this.kind = kind;
        this.p = p;
        this.keeps = keeps;
        this.axes = axes.clone();
    }

    /// The Lp norm.
    public static Reduce norm(int p, boolean keeps, int... axes) {
        return new Reduce(Kind.NORM, p, keeps, axes);
    }

    Kind kind() {
        return kind;
    }

    int p() {
        return p;
    }

    @Override
    public String type() {
        return "reduce";
    }

    @Override
    public Options options() {
        return new Options()
                .with("kind", kind.name())
                .with("p", p)
                .with("keeps_axes", keeps)
                .with("axes", axes);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "reduce";
        }

        @Override
        public Layer create(Options o) {
            return new Reduce(o.choice("kind", Kind.class), o.integer("p"), o.flag("keeps_axes"), o.integers("axes"));
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        boolean[] reduced = Axes.among(x, axes);
        return keeps ? Axes.reduced(x, reduced) : Axes.without(x, reduced);
    }

    /// y's shape with the axes kept.
    Shape kept(Shape x) {
        return Axes.reduced(x, Axes.among(x, axes));
    }

    @Override
    public boolean homogeneous() {
        return switch (kind) {
            case SUM, MEAN, MAXIMUM, MINIMUM, NORM -> true;
            case SUM_OF_SQUARES, LOG_SUM, LOG_SUM_EXP, PRODUCT -> false;
        };
    }

    @Override
    public Operation bind(Place place) {
        return new Reducing(this, place);
    }
}
