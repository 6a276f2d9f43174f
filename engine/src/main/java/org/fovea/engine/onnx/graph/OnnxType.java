package org.fovea.engine.onnx.graph;

import org.jspecify.annotations.Nullable;

/// What one element of an ONNX tensor is: the numeric types that are read here, with their numbers in the file format.
public enum OnnxType {
    /// IEEE 754 binary32.
    FLOAT(1, 32, Kind.REAL, true),
    /// An unsigned whole number of 8 bits.
    UINT8(2, 8, Kind.WHOLE, false),
    /// A signed whole number of 8 bits.
    INT8(3, 8, Kind.WHOLE, true),
    /// An unsigned whole number of 16 bits.
    UINT16(4, 16, Kind.WHOLE, false),
    /// A signed whole number of 16 bits.
    INT16(5, 16, Kind.WHOLE, true),
    /// A signed whole number of 32 bits.
    INT32(6, 32, Kind.WHOLE, true),
    /// A signed whole number of 64 bits.
    INT64(7, 64, Kind.WHOLE, true),
    /// A truth value, 0 or 1 in one byte.
    BOOL(9, 8, Kind.TRUTH, false),
    /// IEEE 754 binary16.
    FLOAT16(10, 16, Kind.REAL, true),
    /// IEEE 754 binary64.
    DOUBLE(11, 64, Kind.REAL, true),
    /// An unsigned whole number of 32 bits.
    UINT32(12, 32, Kind.WHOLE, false),
    /// An unsigned whole number of 64 bits; a `long` holds its bits.
    UINT64(13, 64, Kind.WHOLE, false),
    /// The upper half of a binary32.
    BFLOAT16(16, 16, Kind.REAL, true),
    /// An unsigned whole number of 4 bits, two to a byte in a file.
    UINT4(21, 4, Kind.WHOLE, false),
    /// A signed whole number of 4 bits, two to a byte in a file.
    INT4(22, 4, Kind.WHOLE, true);

    private enum Kind {
        REAL,
        WHOLE,
        TRUTH
    }

    /// The format's names by number, of the types that are not read too.
    private static final String[] NAMES = {
        "UNDEFINED",
        "FLOAT",
        "UINT8",
        "INT8",
        "UINT16",
        "INT16",
        "INT32",
        "INT64",
        "STRING",
        "BOOL",
        "FLOAT16",
        "DOUBLE",
        "UINT32",
        "UINT64",
        "COMPLEX64",
        "COMPLEX128",
        "BFLOAT16",
        "FLOAT8E4M3FN",
        "FLOAT8E4M3FNUZ",
        "FLOAT8E5M2",
        "FLOAT8E5M2FNUZ",
        "UINT4",
        "INT4",
        "FLOAT4E2M1",
        "FLOAT8E8M0",
        "UINT2",
        "INT2"
    };

    private final int code;
    private final int bits;
    private final Kind kind;
    private final boolean signed;

    OnnxType(int code, int bits, Kind kind, boolean signed) {
        this.code = code;
        this.bits = bits;
        this.kind = kind;
        this.signed = signed;
    }

    /// The type of this number in the file format, or null where it is not read here.
    public static @Nullable OnnxType of(long code) {
        for (OnnxType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }

    /// What the format calls the type of this number, whether it is read here or not.
    public static String nameOf(long code) {
        return code >= 0 && code < NAMES.length ? NAMES[(int) code] : "type " + code;
    }

    /// The type's number in the file format.
    public int code() {
        return code;
    }

    /// The bits that one element takes in a file.
    public int bits() {
        return bits;
    }

    /// Whether this is one of the floating-point types.
    public boolean real() {
        return kind == Kind.REAL;
    }

    /// Whether this is one of the whole numbers; truth values are none.
    public boolean whole() {
        return kind == Kind.WHOLE;
    }

    /// Whether its numbers have a sign.
    public boolean signed() {
        return signed;
    }

    /// The bytes that `count` elements take in a file.
    public long bytes(long count) {
        return (count * bits + 7) / 8;
    }

    /// The least of the whole numbers.
    public long least() {
        return signed ? -1L << (bits - 1) : 0;
    }

    /// The greatest of the whole numbers; of UINT64 the greatest that a `long` holds as a number.
    public long greatest() {
        if (kind == Kind.TRUTH) {
            return 1;
        }
        return bits == 64 ? Long.MAX_VALUE : (1L << (signed ? bits - 1 : bits)) - 1;
    }

    /// The lowest bits of a whole number, read as one of this type; of a truth value whether it is not 0.
    public long wrap(long value) {
        if (kind == Kind.TRUTH) {
            return value == 0 ? 0 : 1;
        }
        int unused = 64 - bits;
        return signed ? (value << unused) >> unused : (value << unused) >>> unused;
    }

    /// The number of a floating-point type that is nearest to `value`, the even one of two.
    public double round(double value) {
        return switch (this) {
            case DOUBLE -> value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
            case BFLOAT16 -> bfloat16((float) value);
            default -> (float) value;
        };
    }

    private static float bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return Float.intBitsToFloat((bits & 0xffff0000) | 0x400000);
        }
        // To the nearest, ties to the one whose last bit is 0.
        return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
    }
}
