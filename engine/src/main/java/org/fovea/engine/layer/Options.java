package org.fovea.engine.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.tensor.Shape;

/// A layer's settings by name, in the kinds of value that JSON has: what a model file says of a layer beside its
/// weights.
public final class Options {
    private final Map<String, Object> values = new LinkedHashMap<>();

    public Options() {}

    /// @param values numbers as `Long` or `Double`, flags as `Boolean`, words as `String`, lists of `Long` or
    ///     `Double`
    public Options(Map<String, ?> values) {
        this.values.putAll(values);
    }

    /// The settings in the order they were given.
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(values);
    }

    /// Adds a whole number.
    public Options with(String name, long value) {
        values.put(name, value);
        return this;
    }

    /// Adds a number; a finite one, since JSON has no other.
    public Options with(String name, double value) {
        values.put(name, value);
        return this;
    }

    /// Adds a flag.
    public Options with(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    /// Adds a shape, as the list of its extents.
    public Options with(String name, Shape shape) {
        List<Long> extents = new ArrayList<>();
        for (int extent : shape.toArray()) {
            extents.add((long) extent);
        }
        values.put(name, List.copyOf(extents));
        return this;
    }

    /// Adds a setting that has one number down and one across.
    public Options with(String name, int down, int across) {
        values.put(name, List.of((long) down, (long) across));
        return this;
    }

    /// Adds a word.
    public Options with(String name, String value) {
        values.put(name, value);
        return this;
    }

    /// Adds a list of whole numbers, which unlike a shape's extents may be 0 or negative.
    public Options with(String name, int[] value) {
        values.put(name, Arrays.stream(value).mapToObj(n -> (long) n).toList());
        return this;
    }

    /// Adds a list of finite numbers.
    public Options with(String name, double[] value) {
        values.put(name, Arrays.stream(value).boxed().toList());
        return this;
    }

    /// Whether there is a setting of this name.
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// A whole number.
    ///
    /// @throws IllegalArgumentException if there is none of this name that an `int` holds
    public int integer(String name) {
        if (values.get(name) instanceof Long n && n == n.intValue()) {
            return n.intValue();
        }
        throw unfit(name, "a whole number");
    }

    /// A number, whole or not.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public double number(String name) {
        if (values.get(name) instanceof Number n) {
            return n.doubleValue();
        }
        throw unfit(name, "a number");
    }

    /// A flag.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public boolean flag(String name) {
        if (values.get(name) instanceof Boolean b) {
            return b;
        }
        throw unfit(name, "true or false");
    }

    /// A shape.
    ///
    /// @throws IllegalArgumentException if there is no list of extents of this name
    public Shape shape(String name) {
        if (values.get(name) instanceof List<?> list && list.stream().allMatch(Long.class::isInstance)) {
            return Shape.of(
                    list.stream().mapToInt(n -> Math.toIntExact((Long) n)).toArray());
        }
        throw unfit(name, "a list of whole numbers");
    }

    /// A word.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw unfit(name, "a word");
    }

    /// One of the constants of an enum, which was added as its name.
    ///
    /// @throws IllegalArgumentException if there is no such word of this name
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(values.get(name))) {
                return constant;
            }
        }
        throw unfit(name, "one of " + Arrays.toString(type.getEnumConstants()));
    }

    /// A list of whole numbers of any size and sign.
    ///
    /// @throws IllegalArgumentException if there is none of this name that ints hold
    public int[] integers(String name) {
        if (values.get(name) instanceof List<?> list
                && list.stream().allMatch(n -> n instanceof Long whole && whole == whole.intValue())) {
            return list.stream().mapToInt(n -> ((Long) n).intValue()).toArray();
        }
        throw unfit(name, "a list of whole numbers");
    }

    /// A list of numbers, whole or not.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public double[] numbers(String name) {
        if (values.get(name) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
        }
        throw unfit(name, "a list of numbers");
    }

    /// One number down and one across; no [Shape], whose product has a limit.
    ///
    /// @throws IllegalArgumentException if there is no list of two whole numbers of this name
    public int[] pair(String name) {
        if (values.get(name) instanceof List<?> list
                && list.size() == 2
                && list.stream().allMatch(n -> n instanceof Long whole && whole == whole.intValue())) {
            return list.stream().mapToInt(n -> ((Long) n).intValue()).toArray();
        }
        throw unfit(name, "a list of two whole numbers");
    }

    private IllegalArgumentException unfit(String name, String expected) {
        return new IllegalArgumentException("\"" + name + "\" must be " + expected + ", found " + values.get(name));
    }
}
