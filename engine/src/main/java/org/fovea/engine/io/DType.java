package org.fovea.engine.io;

/// What one element of a stored array is, under the name safetensors gives it.
///
/// The three kinds decide which method of a reader gives the array: floating types as a tensor or `double[]`, whole
/// numbers and truth values as `long[]`.
public enum DType {
    /// IEEE 754 binary64.
    F64(8, true),
    /// IEEE 754 binary32.
    F32(4, true),
    /// IEEE 754 binary16.
    F16(2, true),
    /// The upper half of a binary32: its sign, its 8 exponent bits and 7 bits of its fraction.
    BF16(2, true),
    /// A signed whole number of 64 bits.
    I64(8, false),
    /// A signed whole number of 32 bits.
    I32(4, false),
    /// A signed whole number of 16 bits.
    I16(2, false),
    /// A signed whole number of 8 bits.
    I8(1, false),
    /// An unsigned whole number of 32 bits.
    U32(4, false),
    /// An unsigned whole number of 16 bits.
    U16(2, false),
    /// An unsigned whole number of 8 bits.
    U8(1, false),
    /// A truth value in one byte: 0 or 1.
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    DType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /// The bytes one element takes.
    public int bytes() {
        return bytes;
    }

    /// Whether this is one of the floating types (F64, F32, F16, BF16).
    public boolean floating() {
        return floating;
    }
}
