package org.fovea.engine.onnx.graph;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An array of numbers of one ONNX type, row-major, the last axis running fastest; extents may be 0.
///
/// FLOAT, FLOAT16 and BFLOAT16 are held in a `float[]`, DOUBLE in a `double[]`, whole numbers and truth values in a
/// `byte[]` where 8 bits suffice and a `long[]` otherwise.
///
/// An *outline* is a tensor whose type and extents are known and whose numbers are not. Operators given an outline give
/// outlines: that is how shapes are found before there is anything to compute.
public final class OnnxTensor {
    /// The most elements a tensor may have, which one Java array holds on every JVM.
    public static final int MOST = Integer.MAX_VALUE - 8;

    private final OnnxType type;
    private final int[] extents;
    private final int count;
    private final @Nullable Object data;

    private OnnxTensor(OnnxType type, int[] extents, @Nullable Object data) {
        this.type = type;
        this.extents = extents;
        this.count = count(extents);
        this.data = data;
    }

    /// A tensor of FLOAT.
    ///
    /// @param values taken as they are, not copied
    public static OnnxTensor of(float[] values, int... extents) {
        return checked(OnnxType.FLOAT, extents, values, values.length);
    }

    /// A tensor of INT64.
    ///
    /// @param values taken as they are, not copied
    public static OnnxTensor of(long[] values, int... extents) {
        return checked(OnnxType.INT64, extents, values, values.length);
    }

    /// A tensor of a floating-point type; each value is rounded to the nearest that the type has.
    public static OnnxTensor ofReals(OnnxType type, double[] values, int... extents) {
        if (!type.real()) {
            throw new IllegalArgumentException(type + " is no floating-point type");
        }
        if (type == OnnxType.DOUBLE) {
            return checked(type, extents, values, values.length);
        }
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) type.round(values[i]);
        }
        return checked(type, extents, narrow, narrow.length);
    }

    /// A tensor of whole numbers or truth values; each value is wrapped to the type's bits.
    public static OnnxTensor ofWholes(OnnxType type, long[] values, int... extents) {
        if (type.real()) {
            throw new IllegalArgumentException(type + " is a floating-point type");
        }
        if (type.bits() <= 8) {
            byte[] narrow = new byte[values.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (byte) type.wrap(values[i]);
            }
            return checked(type, extents, narrow, narrow.length);
        }
        long[] wrapped = values;
        if (type.bits() < 64) {
            wrapped = new long[values.length];
            for (int i = 0; i < wrapped.length; i++) {
                wrapped[i] = type.wrap(values[i]);
            }
        }
        return checked(type, extents, wrapped, wrapped.length);
    }

    /// A tensor whose numbers are not known.
    public static OnnxTensor outline(OnnxType type, int... extents) {
        return new OnnxTensor(type, extents.clone(), null);
    }

    private static OnnxTensor checked(OnnxType type, int[] extents, Object data, int length) {
        OnnxTensor tensor = new OnnxTensor(type, extents.clone(), data);
        if (tensor.count != length) {
            throw new IllegalArgumentException(
                    "a tensor of " + text(extents) + " holds " + tensor.count + " elements, not " + length);
        }
        return tensor;
    }

    /// The product of the extents.
    ///
    /// @throws IllegalArgumentException if an extent is negative or the product beyond [#MOST]
    public static int count(int... extents) {
        long product = 1;
        boolean empty = false;
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("extents " + text(extents) + " hold a negative one");
            }
            empty |= extent == 0;
            // An extent of 0 anywhere makes the product 0, however large the others are.
            product = Math.min(product * Math.max(extent, 1), Integer.MAX_VALUE);
        }
        if (!empty && product > MOST) {
            throw new IllegalArgumentException(
                    "extents " + text(extents) + " hold more elements than one array can (2^31 - 9)");
        }
        return empty ? 0 : (int) product;
    }

    /// What an element is.
    public OnnxType type() {
        return type;
    }

    /// The extents, outermost first, as a copy.
    public int[] extents() {
        return extents.clone();
    }

    /// Whether these are its extents.
    public boolean hasExtents(int... those) {
        return Arrays.equals(extents, those);
    }

    /// The number of axes; a scalar has none.
    public int rank() {
        return extents.length;
    }

    /// The extent of an axis, the first being 0.
    public int extent(int axis) {
        return extents[axis];
    }

    /// The number of elements.
    public int count() {
        return count;
    }

    /// Whether the numbers are not known.
    public boolean isOutline() {
        return data == null;
    }

    /// The numbers of FLOAT, FLOAT16 or BFLOAT16: the array itself, which is not to be written to.
    ///
    /// @throws IllegalStateException if the tensor is an outline or of another type
    public float[] floats() {
        if (data instanceof float[] floats) {
            return floats;
        }
        throw unfit("float[]");
    }

    /// The numbers as `double`, exact for all types but whole numbers beyond 2⁵³: not to be written to.
    ///
    /// @throws IllegalStateException if the tensor is an outline
    public double[] doubles() {
        if (data instanceof double[] doubles) {
            return doubles;
        }
        double[] wide = new double[count];
        if (data instanceof float[] floats) {
            for (int i = 0; i < count; i++) {
                wide[i] = floats[i];
            }
            return wide;
        }
        long[] wholes = longs();
        for (int i = 0; i < count; i++) {
            wide[i] = wholes[i] < 0 && type == OnnxType.UINT64 ? unsigned(wholes[i]) : wholes[i];
        }
        return wide;
    }

    /// A `long`'s bits as an unsigned number.
    private static double unsigned(long bits) {
        // Halved so that it has no sign; the bit shifted out is kept, since it decides how a tie is rounded.
        return 2.0 * ((bits >>> 1) | (bits & 1));
    }

    /// The whole numbers or truth values (0 and 1): not to be written to.
    ///
    /// @throws IllegalStateException if the tensor is an outline or of a floating-point type
    public long[] longs() {
        if (data instanceof long[] longs) {
            return longs;
        }
        if (!(data instanceof byte[] bytes)) {
            throw unfit("long[]");
        }
        long[] wide = new long[count];
        for (int i = 0; i < count; i++) {
            wide[i] = type.signed() ? bytes[i] : Byte.toUnsignedLong(bytes[i]);
        }
        return wide;
    }

    private IllegalStateException unfit(String wanted) {
        return new IllegalStateException(this + (data == null ? " has no numbers" : " is not held in a " + wanted));
    }

    /// Overwrites the numbers, and with them the array that the tensor was made of.
    ///
    /// @param numbers of the same type and extents
    /// @throws IllegalArgumentException if they are of others, or not known
    public void overwrite(OnnxTensor numbers) {
        if (data == null || numbers.data == null || type != numbers.type || !hasExtents(numbers.extents)) {
            throw new IllegalArgumentException(numbers + " cannot be written into " + this);
        }
        System.arraycopy(numbers.data, 0, data, 0, count);
    }

    /// The same numbers under other extents.
    ///
    /// @throws IllegalArgumentException if these hold another number of elements
    public OnnxTensor reshaped(int... other) {
        if (count(other) != count) {
            throw new IllegalArgumentException(
                    "the " + count + " elements of " + text(extents) + " cannot be laid out as " + text(other));
        }
        return new OnnxTensor(type, other.clone(), data);
    }

    /// The elements of several tensors of one type, one after the other, on one axis.
    public static OnnxTensor join(List<OnnxTensor> tensors) {
        int count =
                Math.toIntExact(tensors.stream().mapToLong(OnnxTensor::count).sum());
        Object joined = null;
        int at = 0;
        for (OnnxTensor tensor : tensors) {
            if (tensor.data == null) {
                throw tensor.unfit("any array");
            }
            if (joined == null) {
                joined = Array.newInstance(tensor.data.getClass().getComponentType(), count);
            }
            System.arraycopy(tensor.data, 0, joined, at, tensor.count);
            at += tensor.count;
        }
        return checked(tensors.getFirst().type, new int[] {count}, Objects.requireNonNull(joined), count);
    }

    /// A tensor of elements of this one.
    ///
    /// @param source for each element of the result which of this tensor's it is, or -1 for `filler`'s
    /// @param filler a tensor of the same type and one element, null where every source is one of this tensor's
    public OnnxTensor select(int[] source, @Nullable OnnxTensor filler, int... other) {
        Object selected = switch (data) {
            case float[] floats -> {
                float fill = filler == null ? 0 : filler.floats()[0];
                float[] to = new float[source.length];
                for (int i = 0; i < to.length; i++) {
                    to[i] = source[i] < 0 ? fill : floats[source[i]];
                }
                yield to;
            }
            case double[] doubles -> {
                double fill = filler == null ? 0 : filler.doubles()[0];
                double[] to = new double[source.length];
                for (int i = 0; i < to.length; i++) {
                    to[i] = source[i] < 0 ? fill : doubles[source[i]];
                }
                yield to;
            }
            case byte[] bytes -> {
                byte fill = filler == null ? 0 : (byte) filler.longs()[0];
                byte[] to = new byte[source.length];
                for (int i = 0; i < to.length; i++) {
                    to[i] = source[i] < 0 ? fill : bytes[source[i]];
                }
                yield to;
            }
            case long[] longs -> {
                long fill = filler == null ? 0 : filler.longs()[0];
                long[] to = new long[source.length];
                for (int i = 0; i < to.length; i++) {
                    to[i] = source[i] < 0 ? fill : longs[source[i]];
                }
                yield to;
            }
            case null, default -> throw unfit("any array");
        };
        return checked(type, other, selected, source.length);
    }

    /// Type and extents: `FLOAT 1×3×224×224`.
    @Override
    public String toString() {
        return type + " " + text(extents);
    }

    /// Extents as people write them: `1×3×224×224`; `scalar` for none.
    public static String text(int... extents) {
        return extents.length == 0
                ? "scalar"
                : Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }
}
