package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where the elements of a value lie: the way from an element's number in ONNX's order (row-major over the value's
/// extents) to its place in memory.
///
/// The number is written in digits, as hours, minutes and seconds are the digits of a time: digit `d` counts from 0 to
/// `sizes[d]` − 1, the first being the most significant. In memory the same digits stand in another order: the `i`-th
/// most significant there is digit `order[i]`. A picture (1, C, H, W) in channels last has the digits C and H·W, in
/// memory the other way round.
///
/// Extents are no part of it, so that what changes only extents (Reshape, Flatten, Squeeze) leaves a value where it is,
/// and what only reorders axes (Transpose) is a change of digits. Two layouts are equal if and only if they put every
/// element in the same place: there are no digits of size 1, and neighbours that stay neighbours are one digit.
record ValueLayout(List<Integer> sizes, List<Integer> order) {
    /// Elements in ONNX's own order.
    static ValueLayout rowMajor(int count) {
        return normal(List.of(count), List.of(0));
    }

    /// A value of these extents whose axes stand in memory in the order `axes`.
    static ValueLayout of(int[] extents, int... axes) {
        return normal(
                Arrays.stream(extents).boxed().toList(),
                Arrays.stream(axes).boxed().toList());
    }

    private static ValueLayout normal(List<Integer> sizes, List<Integer> order) {
        List<Integer> merged = new ArrayList<>();
        int[] digit = new int[sizes.size()];
        Arrays.fill(digit, -1);
        int[] placed = new int[sizes.size()];
        for (int i = 0; i < order.size(); i++) {
            placed[order.get(i)] = i;
        }
        int[] place = dense(sizes, placed);
        int before = -1;
        for (int d = 0; d < sizes.size(); d++) {
            if (sizes.get(d) == 1) {
                continue;
            }
            if (before >= 0 && place[d] == place[before] + 1) {
                digit[d] = digit[before];
                merged.set(digit[d], merged.get(digit[d]) * sizes.get(d));
            } else {
                digit[d] = merged.size();
                merged.add(sizes.get(d));
            }
            before = d;
        }
        List<Integer> memory = new ArrayList<>();
        for (int d : order) {
            if (digit[d] >= 0 && !memory.contains(digit[d])) {
                memory.add(digit[d]);
            }
        }
        return new ValueLayout(List.copyOf(merged), List.copyOf(memory));
    }

    /// The places in memory counted without the digits of size 1.
    private static int[] dense(List<Integer> sizes, int[] placed) {
        int[] dense = new int[placed.length];
        for (int d = 0; d < placed.length; d++) {
            for (int other = 0; other < placed.length; other++) {
                dense[d] += sizes.get(other) > 1 && placed[other] < placed[d] ? 1 : 0;
            }
        }
        return dense;
    }

    int count() {
        return sizes.stream().reduce(1, (a, b) -> a * b);
    }

    boolean isRowMajor() {
        return sizes.size() <= 1;
    }

    /// The layout after a Transpose of a value of these extents; null where an axis begins or ends within a digit.
    @Nullable
    ValueLayout transposed(int[] extents, int[] permutation) {
        Split split = split(extents);
        if (split == null) {
            return null;
        }
        List<Integer> digits = new ArrayList<>();
        for (int axis : permutation) {
            for (int d = 0; d < split.axis.length; d++) {
                if (split.axis[d] == axis) {
                    digits.add(d);
                }
            }
        }
        List<Integer> turned = digits.stream().map(split.sizes::get).toList();
        return normal(turned, split.order.stream().map(digits::indexOf).toList());
    }

    /// The axes of these extents in the order in which they stand in memory; null where an axis is not in one
    /// piece.
    int @Nullable [] axes(int[] extents) {
        Split split = split(extents);
        if (split == null) {
            return null;
        }
        List<Integer> axes = new ArrayList<>();
        int before = -1;
        for (int d : split.order) {
            boolean continues = before >= 0 && d == before + 1 && split.axis[d] == split.axis[before];
            if (!continues) {
                if (axes.contains(split.axis[d])) {
                    return null;
                }
                axes.add(split.axis[d]);
            }
            before = d;
        }
        // What is left is of one element and may stand anywhere: the batch's axis first, others last, as a picture's
        // single channel does.
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] == 1) {
                axes.add(axis == 0 ? 0 : axes.size(), axis);
            }
        }
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    /// The digits of two layouts of as many elements, cut so that each stands in one piece in both; null where that
    /// cannot be.
    static int @Nullable [] digits(ValueLayout a, ValueLayout b) {
        TreeSet<Integer> cuts = new TreeSet<>();
        for (ValueLayout layout : List.of(a, b)) {
            int below = 1;
            for (int size : layout.sizes.reversed()) {
                cuts.add(below);
                below *= size;
            }
        }
        List<Integer> digits = new ArrayList<>();
        int high = a.count();
        for (int cut : cuts.descendingSet()) {
            if (high % cut != 0) {
                return null;
            }
            digits.add(high / cut);
            high = cut;
        }
        return digits.stream().mapToInt(Integer::intValue).toArray();
    }

    /// The digits cut so that each belongs to one axis.
    private record Split(List<Integer> sizes, List<Integer> order, int[] axis) {}

    private @Nullable Split split(int[] extents) {
        TreeSet<Integer> cuts = new TreeSet<>();
        for (int axis = extents.length - 1, below = 1; axis >= 0; axis--) {
            below *= extents[axis];
            cuts.add(below);
        }
        List<Integer> parts = new ArrayList<>();
        List<List<Integer>> partsOf = new ArrayList<>();
        for (int d = 0, high = count(); d < sizes.size(); d++) {
            int low = high / sizes.get(d);
            List<Integer> own = new ArrayList<>();
            for (int cut : cuts.subSet(low, false, high, false).descendingSet()) {
                if (high % cut != 0) {
                    return null;
                }
                own.add(parts.size());
                parts.add(high / cut);
                high = cut;
            }
            if (high % low != 0) {
                return null;
            }
            own.add(parts.size());
            parts.add(high / low);
            partsOf.add(own);
            high = low;
        }
        List<Integer> places =
                order.stream().flatMap(d -> partsOf.get(d).stream()).toList();
        return new Split(parts, places, axisOf(parts, extents));
    }

    private static int[] axisOf(List<Integer> parts, int[] extents) {
        int[] axisOf = new int[parts.size()];
        int axis = extents.length - 1;
        int filled = 1;
        for (int d = parts.size() - 1; d >= 0; d--) {
            while (filled == extents[axis]) {
                axis--;
                filled = 1;
            }
            axisOf[d] = axis;
            filled *= parts.get(d);
        }
        return axisOf;
    }

    /// For each place in memory the number of the element there.
    int[] elements() {
        int digits = sizes.size();
        int[] step = new int[digits];
        for (int d = digits - 1, below = 1; d >= 0; d--) {
            step[d] = below;
            below *= sizes.get(d);
        }
        int[] elements = new int[count()];
        int[] counter = new int[digits];
        int element = 0;
        for (int place = 0; place < elements.length; place++) {
            elements[place] = element;
            for (int i = digits - 1; i >= 0; i--) {
                int d = order.get(i);
                element += step[d];
                if (++counter[i] < sizes.get(d)) {
                    break;
                }
                element -= step[d] * sizes.get(d);
                counter[i] = 0;
            }
        }
        return elements;
    }
}
