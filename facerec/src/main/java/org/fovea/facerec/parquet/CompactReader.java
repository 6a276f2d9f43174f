package org.fovea.facerec.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A reader of what [CompactWriter] writes, and of what else Thrift's compact protocol knows but maps: a struct becomes
/// its values by their fields' numbers, whole numbers `Long`, texts `byte[]`, lists `List`.
///
/// Of bytes that are no such struct it throws an [IllegalArgumentException] or a
/// [java.nio.BufferUnderflowException].
final class CompactReader {
    private static final int DEEPEST = 16;

    private final ByteBuffer in;

    /// @param in little-endian
    CompactReader(ByteBuffer in) {
        this.in = in;
    }

    Map<Integer, Object> struct() {
        return struct(0);
    }

    private Map<Integer, Object> struct(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("structs within structs, more than " + DEEPEST);
        }
        Map<Integer, Object> fields = new HashMap<>();
        int number = 0;
        for (int head = in.get() & 0xFF; head != 0; head = in.get() & 0xFF) {
            number = head >> 4 == 0 ? (int) zigzag() : number + (head >> 4);
            fields.put(number, value(head & 15, depth));
        }
        return fields;
    }

    private Object value(int type, int depth) {
        return switch (type) {
            case 1 -> true;
            case 2 -> false;
            case 3 -> (long) in.get();
            case 4, CompactWriter.I32, CompactWriter.I64 -> zigzag();
            case 7 -> in.getDouble();
            case CompactWriter.BINARY -> {
                byte[] bytes = new byte[size(varint())];
                in.get(bytes);
                yield bytes;
            }
            case CompactWriter.LIST, 10 -> list(depth);
            case CompactWriter.STRUCT -> struct(depth + 1);
            default -> throw new IllegalArgumentException("a value of type " + type);
        };
    }

    private List<Object> list(int depth) {
        int head = in.get() & 0xFF;
        int size = size(head >> 4 == 15 ? varint() : head >> 4);
        int type = head & 15;
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(type <= 2 ? (Object) (in.get() == 1) : value(type, depth));
        }
        return list;
    }

    /// A length, no greater than the bytes that follow.
    private int size(long told) {
        if (told < 0 || told > in.remaining()) {
            throw new IllegalArgumentException("a length of " + told + " where " + in.remaining() + " bytes are left");
        }
        return (int) told;
    }

    private long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }
}
