package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.fovea.engine.io.DType;
import org.fovea.engine.io.Npy;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.facerec.data.Printable;

/// The tensors of ONNX models as npy files.
///
/// A type that npy files do not have here goes by the one that holds its numbers: BFLOAT16 by f4, INT4 by i1, UINT4 by
/// u1, UINT64 by i8 as far as that reaches.
final class OnnxArrays {
    private OnnxArrays() {}

    /// The type of an npy file that holds a tensor.
    static DType stored(OnnxType type) {
        return switch (type) {
            case FLOAT, BFLOAT16 -> DType.F32;
            case FLOAT16 -> DType.F16;
            case DOUBLE -> DType.F64;
            case INT8, INT4 -> DType.I8;
            case INT16 -> DType.I16;
            case INT32 -> DType.I32;
            case INT64, UINT64 -> DType.I64;
            case UINT8, UINT4 -> DType.U8;
            case UINT16 -> DType.U16;
            case UINT32 -> DType.U32;
            case BOOL -> DType.BOOL;
        };
    }

    /// Reads what is given for an input. Its extents are held against the declared ones when the model runs.
    ///
    /// @throws IllegalArgumentException if the file's elements are not of the input's type
    static OnnxTensor read(Path file, OnnxValue input) throws IOException {
        Npy npy = Npy.read(file);
        OnnxType type = input.type();
        int[] extents = extents(file, npy);
        if (npy.dtype() != stored(type)) {
            throw new IllegalArgumentException(Printable.of(file) + ": input " + input + " expects elements of "
                    + stored(type) + ", found " + npy.dtype() + " " + OnnxTensor.text(extents));
        }
        if (type.real()) {
            return OnnxTensor.ofReals(type, npy.doubles(), extents);
        }
        long[] values = npy.longs();
        for (long value : values) {
            if (type.wrap(value) != value || (type == OnnxType.UINT64 && value < 0)) {
                throw new IllegalArgumentException(Printable.of(file) + ": input " + input + " is given " + value
                        + ", which is no number of " + type);
            }
        }
        return OnnxTensor.ofWholes(type, values, extents);
    }

    private static int[] extents(Path file, Npy npy) {
        long[] extents = npy.extents();
        if (Arrays.stream(extents).anyMatch(extent -> extent > OnnxTensor.MOST)) {
            throw new IllegalArgumentException(Printable.of(file) + ": extents of at most " + OnnxTensor.MOST
                    + " expected, found " + Arrays.toString(extents));
        }
        return Arrays.stream(extents).mapToInt(Math::toIntExact).toArray();
    }

    /// Writes a tensor.
    ///
    /// @throws IllegalArgumentException if a number of UINT64 is beyond what i8 holds
    static void write(Path file, OnnxTensor tensor) throws IOException {
        DType stored = stored(tensor.type());
        if (tensor.type().real()) {
            Npy.write(file, stored, tensor.extents(), tensor.doubles());
            return;
        }
        long[] values = tensor.longs();
        for (long value : values) {
            if (tensor.type() == OnnxType.UINT64 && value < 0) {
                throw new IllegalArgumentException("cannot write " + Printable.of(file) + ": "
                        + Long.toUnsignedString(value) + " of " + tensor + " is beyond I64");
            }
        }
        Npy.write(file, stored, tensor.extents(), values);
    }

    /// How many of a tensor's numbers are NaN.
    static int nans(OnnxTensor tensor) {
        return tensor.type().real()
                ? (int) Arrays.stream(tensor.doubles()).filter(Double::isNaN).count()
                : 0;
    }
}
