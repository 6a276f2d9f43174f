package org.fovea.engine.generate;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Sums and multiples of vectors, and the Vector API's calls that compute them.
///
/// They are written `a + b`, `a - b` and `a * 4`, read from the left, with parentheses; constants are whole numbers or
/// fractions of such. `a * 4 + b` is one fused operation with one rounding, `(a * 4) + b` are two.
sealed interface Expression {
    /// The Vector API's call, given the variables of the names and the text of the constants.
    String java(Map<String, String> variables, UnaryOperator<String> constant);

    /// The value, given those of the names.
    double value(Map<String, Double> values);

    /// Adds the names in the expression.
    void names(Set<String> names);

    /// Adds the constants in the expression, and says whether an operation is fused.
    boolean constants(Set<String> constants);

    /// An input, or what an earlier formula has computed.
    record Name(String name) implements Expression {
        @Override
        public String java(Map<String, String> variables, UnaryOperator<String> constant) {
            return variables.get(name);
        }

        @Override
        public double value(Map<String, Double> values) {
            return values.get(name);
        }

        @Override
        public void names(Set<String> names) {
            names.add(name);
        }

        @Override
        public boolean constants(Set<String> constants) {
            return false;
        }
    }

    /// a + b, or a − b.
    record Sum(Expression a, boolean minus, Expression b) implements Expression {
        @Override
        public String java(Map<String, String> variables, UnaryOperator<String> constant) {
            String call = minus ? "sub" : "add";
            return "%s.%s(%s)".formatted(a.java(variables, constant), call, b.java(variables, constant));
        }

        @Override
        public double value(Map<String, Double> values) {
            return a.value(values) + (minus ? -b.value(values) : b.value(values));
        }

        @Override
        public void names(Set<String> names) {
            a.names(names);
            b.names(names);
        }

        @Override
        public boolean constants(Set<String> constants) {
            return a.constants(constants) | b.constants(constants);
        }
    }

    /// a·constant.
    record Multiple(Expression a, String factor) implements Expression {
        @Override
        public String java(Map<String, String> variables, UnaryOperator<String> constant) {
            return "%s.mul(%s)".formatted(a.java(variables, constant), constant.apply(factor));
        }

        @Override
        public double value(Map<String, Double> values) {
            return a.value(values) * Expression.value(factor);
        }

        @Override
        public void names(Set<String> names) {
            a.names(names);
        }

        @Override
        public boolean constants(Set<String> constants) {
            constants.add(factor);
            return a.constants(constants);
        }
    }

    /// a·constant + b with one rounding.
    record Fused(Multiple product, Expression b) implements Expression {
        @Override
        public String java(Map<String, String> variables, UnaryOperator<String> constant) {
            String a = product.a.java(variables, constant);
            return "%s.fma(%s, %s)".formatted(a, constant.apply(product.factor), b.java(variables, constant));
        }

        @Override
        public double value(Map<String, Double> values) {
            return product.value(values) + b.value(values);
        }

        @Override
        public void names(Set<String> names) {
            product.names(names);
            b.names(names);
        }

        @Override
        public boolean constants(Set<String> constants) {
            product.constants(constants);
            b.constants(constants);
            return true;
        }
    }

    static Expression parse(String text) {
        Parser parser = new Parser(text);
        Expression expression = parser.sum();
        if (!parser.next.isEmpty()) {
            throw new IllegalArgumentException("cannot read \"" + parser.next + "\" in \"" + text + "\"");
        }
        return expression;
    }

    /// Reads by recursive descent: a sum of multiples of names and of sums in parentheses.
    final class Parser {
        private String rest;
        private String next = "";
        /// Whether the last factor read ended with its parenthesis.
        private boolean closed;

        private Parser(String text) {
            rest = text;
            advance();
        }

        private void advance() {
            rest = rest.stripLeading();
            int end = 0;
            while (end < rest.length() && (Character.isLetterOrDigit(rest.charAt(end)) || rest.charAt(end) == '/')) {
                end++;
            }
            end = Math.min(Math.max(end, 1), rest.length());
            next = rest.substring(0, end);
            rest = rest.substring(end);
        }

        private boolean take(String token) {
            boolean there = next.equals(token);
            if (there) {
                advance();
            }
            return there;
        }

        private Expression sum() {
            boolean parenthesis = next.equals("(");
            Expression left = multiple();
            // What stands in parentheses alone is computed by itself.
            boolean fusable = left instanceof Multiple && !(parenthesis && closed);
            while (next.equals("+") || next.equals("-")) {
                boolean minus = take("-");
                if (!minus) {
                    take("+");
                }
                Expression right = multiple();
                left = fusable && !minus ? new Fused((Multiple) left, right) : new Sum(left, minus, right);
                fusable = false;
            }
            return left;
        }

        private Expression multiple() {
            Expression factor;
            closed = false;
            if (take("(")) {
                factor = sum();
                take(")");
                closed = true;
            } else {
                factor = new Name(next);
                advance();
            }
            if (take("*")) {
                String sign = take("-") ? "-" : "";
                factor = new Multiple(factor, sign + next);
                closed = false;
                advance();
            }
            return factor;
        }
    }

    /// The value of `-5` or `1/3`.
    static double value(String constant) {
        String[] parts = constant.split("/");
        return Double.parseDouble(parts[0]) / (parts.length == 1 ? 1 : Double.parseDouble(parts[1]));
    }

    /// The constant in Java: `-5`, or `1f / 3`.
    static String literal(String constant) {
        return constant.replace("/", "f / ");
    }

    /// The constant's variable: `minus5`, or `twoThirds`.
    static String name(String constant) {
        return switch (constant) {
            case "2" -> "two";
            case "4" -> "four";
            case "8" -> "eight";
            case "1/3" -> "third";
            case "-1/3" -> "minusThird";
            case "2/3" -> "twoThirds";
            case "4/3" -> "fourThirds";
            case "8/3" -> "eightThirds";
            default -> constant.replace("-", "minus").replace("/", "Over");
        };
    }
}
