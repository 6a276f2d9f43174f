package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A file of one array in NumPy's [npy format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html),
/// versions 1.0, 2.0 and 3.0.
///
/// | bytes | what |
/// |---|---|
/// | 0 to 5 | `\x93NUMPY` |
/// | 6, 7 | the version: 1, 2 or 3, and 0 |
/// | then | N, the header's length, little-endian, in 2 bytes (version 1) or 4; here at most [#MAX_HEADER_BYTES] |
/// | then | the header, a Python dictionary: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }` |
/// | then | the elements, the last index running fastest, or the first if `fortran_order` is `True` |
///
/// Elements of the types f2, f4, f8, i1, i2, i4, i8, u1, u2, u4 and b1 are read, in either byte order. Structured
/// types, Python objects (which need pickle), strings and complex numbers are refused. Whatever the file's order,
/// arrays are given in row-major order.
///
/// [#read] reads and checks the header; the elements are read when they are asked for, by opening the file again. If
/// the file is written or replaced in between, asking is refused.
public final class Npy {
    /// The longest header that is read: what version 1.0 can say, and more than any array without fields needs.
    public static final int MAX_HEADER_BYTES = 65_535;

    /// NumPy pads headers so that the elements begin at a multiple of this.
    private static final int ALIGNMENT = 64;

    private final DataFile file;
    private final NpyHeader header;

    private Npy(DataFile file, NpyHeader header) {
        this.file = file;
        this.header = header;
    }

    /// Reads the header of `path` and checks it against the file's length.
    ///
    /// @throws FileFormatException if the file breaks the format or holds what is not read here
    /// @throws IOException if the file cannot be read
    public static Npy read(Path path) throws IOException {
        DataFile file = DataFile.of(path);
        return new Npy(file, NpyHeader.read(file));
    }

    /// Writes a tensor as `<f4` in version 1.0, beside its place first; see [AtomicFile#write(Path,
    /// AtomicFile.Body)].
    ///
    /// @throws IllegalArgumentException if the shape has so many extents that version 1.0 cannot say them
    /// @throws IOException if writing fails; what stood at `path` is then still there
    public static void write(Path path, Tensor tensor) throws IOException {
        float[] data = tensor.data();
        write(
                path,
                DType.F32,
                tensor.shape().toArray(),
                data.length,
                (chunk, first, n) -> chunk.asFloatBuffer().put(data, first, n));
    }

    /// Writes numbers as F64, F32 or F16, each rounded to the nearest of the type, as [#write(Path, Tensor)] does.
    ///
    /// @param extents none for a scalar; they may be 0
    /// @throws IllegalArgumentException if the type is another, or the extents hold another number of elements
    /// @throws IOException if writing fails; what stood at `path` is then still there
    public static void write(Path path, DType dtype, int[] extents, double[] values) throws IOException {
        if (!dtype.floating() || dtype == DType.BF16) {
            throw new IllegalArgumentException("real numbers are written as F64, F32 or F16, not as " + dtype);
        }
        write(path, dtype, extents, values.length, Elements.reals(dtype, values));
    }

    /// Writes whole numbers, or truth values as 0 and 1, as [#write(Path, Tensor)] does.
    ///
    /// @param extents none for a scalar; they may be 0
    /// @throws IllegalArgumentException if the type is floating or does not hold one of the numbers, or the extents
    ///     hold another number of elements
    /// @throws IOException if writing fails; what stood at `path` is then still there
    public static void write(Path path, DType dtype, int[] extents, long[] values) throws IOException {
        for (long value : values) {
            if (!Elements.holds(dtype, value)) {
                throw new IllegalArgumentException(value + " is no number of the type " + dtype);
            }
        }
        write(path, dtype, extents, values.length, Elements.wholes(dtype, values));
    }

    /// Writes elements that are bytes already, possibly more than an array holds, as [#write(Path, Tensor)] does.
    ///
    /// @param extents none for a scalar; they may be 0
    /// @param elements writes them, in row-major order and little-endian, from the channel's position on
    /// @throws IllegalArgumentException if an extent is below 0, or `elements` writes more bytes than they take or
    ///     fewer
    /// @throws IOException if writing fails; what stood at `path` is then still there
    public static void write(Path path, DType dtype, int[] extents, AtomicFile.Body elements) throws IOException {
        long expected = dtype.bytes();
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("extents " + Arrays.toString(extents) + " of which one is below 0");
            }
            expected = Math.multiplyExact(expected, extent);
        }
        byte[] start = start(dtype, extents);
        long bytes = expected;
        AtomicFile.write(path, channel -> {
            AtomicFile.writeFully(channel, ByteBuffer.wrap(start));
            elements.write(channel);
            long written = channel.position() - start.length;
            if (written != bytes) {
                throw new IllegalArgumentException("extents " + Arrays.toString(extents) + " of " + dtype + " take "
                        + bytes + " bytes, " + written + " were written");
            }
        });
    }

    private static void write(Path path, DType dtype, int[] extents, int count, Elements.Giver giver)
            throws IOException {
        long product = 1;
        boolean negative = false;
        for (int extent : extents) {
            // Once beyond what an array holds it stays so: only an extent of 0 brings it back.
            product = Math.min(product * Math.max(extent, 0), Integer.MAX_VALUE);
            negative |= extent < 0;
        }
        if (negative || product != count) {
            throw new IllegalArgumentException(
                    "extents " + Arrays.toString(extents) + " do not hold " + count + " elements");
        }
        byte[] start = start(dtype, extents);
        AtomicFile.write(path, channel -> {
            AtomicFile.writeFully(channel, ByteBuffer.wrap(start));
            Elements.write(channel, dtype, count, giver);
        });
    }

    /// The type of the elements, whatever their byte order.
    public DType dtype() {
        return header.dtype();
    }

    /// The extents as the file has them: none for a scalar, and possibly 0 or beyond what a [Shape] holds.
    public long[] extents() {
        return header.extents().clone();
    }

    /// The array's shape; without extents for a scalar.
    ///
    /// @throws FileFormatException if an extent is 0 or there are more elements than an array holds: there is no
    ///     [Shape] then
    public Shape shape() throws FileFormatException {
        for (long extent : header.extents()) {
            if (extent < 1) {
                throw refused("extents of at least 1, as a Shape has", shapeText());
            }
        }
        checkCount();
        return Shape.of(
                Arrays.stream(header.extents()).mapToInt(Math::toIntExact).toArray());
    }

    /// The array as a tensor. f2 converts exactly; f8 is rounded to the nearest `float`, and to an infinity beyond
    /// its range.
    ///
    /// @throws FileFormatException if the type is not floating, if there is no [Shape] for the array (see
    ///     [#shape()]), or if the file has changed since its header was read
    /// @throws IOException if the file cannot be read
    public Tensor tensor() throws IOException {
        checkFloating();
        Shape shape = shape();
        float[] values = elements().floats();
        if (header.transposed()) {
            float[] stored = values;
            float[] rows = new float[stored.length];
            forEachIndex((from, to) -> rows[to] = stored[from]);
            values = rows;
        }
        return Tensor.of(shape, values);
    }

    /// The array as [#tensor()] gives it, if all of its elements are finite numbers: for what goes into a network,
    /// where one NaN makes every result NaN.
    ///
    /// @throws FileFormatException as [#tensor()] does, or if an element is NaN or infinite, naming the first
    /// @throws IOException if the file cannot be read
    public Tensor finiteTensor() throws IOException {
        Tensor tensor = tensor();
        String wrong = Elements.notFinite(tensor);
        if (wrong != null) {
            throw file.refused(header.dataAt(), "finite numbers", wrong);
        }
        return tensor;
    }

    /// The array as doubles, exactly, in row-major order; empty if an extent is 0.
    ///
    /// @throws FileFormatException if the type is not floating, if there are more elements than an array holds, or
    ///     if the file has changed since its header was read
    /// @throws IOException if the file cannot be read
    public double[] doubles() throws IOException {
        checkFloating();
        double[] stored = elements().doubles();
        if (!header.transposed()) {
            return stored;
        }
        double[] rows = new double[stored.length];
        forEachIndex((from, to) -> rows[to] = stored[from]);
        return rows;
    }

    /// The array of whole numbers, or of truth values as 0 and 1, in row-major order; empty if an extent is 0.
    ///
    /// @throws FileFormatException if the type is floating, if there are more elements than an array holds, if a
    ///     truth value is neither 0 nor 1, or if the file has changed since its header was read
    /// @throws IOException if the file cannot be read
    public long[] longs() throws IOException {
        if (header.dtype().floating()) {
            throw refused("elements of a whole type", header.dtype() + ", which tensor and doubles give");
        }
        long[] stored = elements().longs();
        if (!header.transposed()) {
            return stored;
        }
        long[] rows = new long[stored.length];
        forEachIndex((from, to) -> rows[to] = stored[from]);
        return rows;
    }

    @FunctionalInterface
    private interface IndexPair {
        void take(int from, int to);
    }

    /// Pairs each element's place in the file, where the first index runs fastest, with its place in row-major
    /// order.
    private void forEachIndex(IndexPair pair) {
        int[] extents =
                Arrays.stream(header.extents()).mapToInt(Math::toIntExact).toArray();
        int rank = extents.length;
        int[] strides = new int[rank];
        int size = 1;
        for (int axis = 0; axis < rank; axis++) {
            strides[axis] = size;
            size *= extents[axis];
        }
        int[] index = new int[rank];
        int from = 0;
        for (int to = 0; to < size; to++) {
            pair.take(from, to);
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += strides[axis];
                if (++index[axis] < extents[axis]) {
                    break;
                }
                from -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }

    private static byte[] start(DType dtype, int[] extents) {
        String inner = Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        // A Python tuple of one is written with a comma.
        String tuple = "(" + inner + (extents.length == 1 ? ",)" : ")");
        byte[] dictionary = ("{'descr': '" + descr(dtype) + "', 'fortran_order': False, 'shape': " + tuple + ", }")
                .getBytes(StandardCharsets.US_ASCII);
        int before = NpyHeader.MAGIC.length + 4;
        int length = Math.ceilDiv(before + dictionary.length + 1, ALIGNMENT) * ALIGNMENT;
        if (length - before > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("a shape of " + extents.length + " extents makes a header of "
                    + (length - before) + " bytes, at most " + MAX_HEADER_BYTES + " can be written");
        }
        byte[] start = new byte[length];
        Arrays.fill(start, (byte) ' ');
        System.arraycopy(NpyHeader.MAGIC, 0, start, 0, NpyHeader.MAGIC.length);
        start[6] = 1;
        start[7] = 0;
        start[8] = (byte) (length - before);
        start[9] = (byte) ((length - before) >> 8);
        System.arraycopy(dictionary, 0, start, before, dictionary.length);
        start[length - 1] = '\n';
        return start;
    }

    /// What NumPy calls the type; where an element is one byte, there is no order to tell.
    private static String descr(DType dtype) {
        return switch (dtype) {
            case F16 -> "<f2";
            case F32 -> "<f4";
            case F64 -> "<f8";
            case I8 -> "|i1";
            case I16 -> "<i2";
            case I32 -> "<i4";
            case I64 -> "<i8";
            case U8 -> "|u1";
            case U16 -> "<u2";
            case U32 -> "<u4";
            case BOOL -> "|b1";
            case BF16 -> throw new IllegalArgumentException("NumPy has no BF16");
        };
    }

    private void checkFloating() throws FileFormatException {
        if (!header.dtype().floating()) {
            throw refused("elements of a floating type", header.dtype() + ", which longs gives");
        }
    }

    private void checkCount() throws FileFormatException {
        if (header.count() > Elements.MAX_COUNT) {
            throw refused("at most " + Elements.MAX_COUNT + " elements, as an array has", shapeText());
        }
    }

    private String shapeText() {
        return "shape " + Arrays.toString(header.extents());
    }

    private Elements elements() throws FileFormatException {
        checkCount();
        return new Elements(file, header.dataAt(), (int) header.count(), header.dtype(), header.order());
    }

    private FileFormatException refused(String expected, String found) {
        return file.refused(header.describedAt(), expected, found);
    }
}
