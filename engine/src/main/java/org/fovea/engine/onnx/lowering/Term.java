package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.function.Predicate;
import org.fovea.engine.onnx.graph.OnnxAttributes;

/// A term of a formula, as [Patterns] writes down what several nodes compute together. What graphs write in several
/// ways is one term: factors and summands stand in any order and grouping, a division is a product with an [Inverse], a
/// power of 2 or 3 the product of so many.
sealed interface Term {
    /// A value that is computed, the same one wherever it stands in the formula.
    record Variable(String name) implements Term {}

    /// A constant of any extents.
    record Constant(String name) implements Term {}

    /// A number that the formula says.
    record Literal(double value) implements Term {}

    /// A number that the formula leaves open.
    record Open(String name) implements Term {}

    /// Factors, of which at most one is a number.
    record Product(List<Term> factors) implements Term {}

    /// 1 / `of`, as a factor.
    record Inverse(Term of) implements Term {}

    /// Summands, of which at most one is a number.
    record Sum(List<Term> summands) implements Term {}

    /// `of` between two bounds, which may be infinite.
    record Clip(Term of, double low, double high) implements Term {}

    /// What an operator makes of all values along axes, the same ones wherever they are taken in the formula; the
    /// axes are kept with an extent of 1.
    record Reduction(String operator, Term of) implements Term {}

    /// What one node computes.
    record Node(String operator, Predicate<OnnxAttributes> attributes, List<Term> inputs) implements Term {}

    static Term number(double value) {
        return new Literal(value);
    }

    static Term product(Term... factors) {
        return new Product(List.of(factors));
    }

    static Term inverse(Term of) {
        return new Inverse(of);
    }

    static Term sum(Term... summands) {
        return new Sum(List.of(summands));
    }

    static Term clip(Term of, double low, double high) {
        return new Clip(of, low, high);
    }

    static Term reduction(String operator, Term of) {
        return new Reduction(operator, of);
    }

    static Term node(String operator, Term... inputs) {
        return new Node(operator, attributes -> true, List.of(inputs));
    }
}
