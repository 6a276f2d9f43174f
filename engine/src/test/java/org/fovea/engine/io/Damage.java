package org.fovea.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.fovea.engine.random.Xoshiro256;

/// Files that break their format, and what every reader must make of them: a [FileFormatException] or nothing.
final class Damage {
    /// Reads all there is in a file.
    @FunctionalInterface
    interface Reader {
        void read(Path path) throws IOException;
    }

    private Damage() {}

    /// The bytes of several parts: a `String` (as UTF-8), a `byte[]`, an `Integer` or a `Long` (little-endian).
    static byte[] bytes(Object... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            all.writeBytes(
                    switch (part) {
                        case String text -> text.getBytes(StandardCharsets.UTF_8);
                        case byte[] raw -> raw;
                        case Integer number -> little(4).putInt(0, number).array();
                        case Long number -> little(8).putLong(0, number).array();
                        default -> throw new IllegalArgumentException(part.toString());
                    });
        }
        return all.toByteArray();
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Reads a file of these bytes, which must be refused, by the file's name, at this byte.
    static FileFormatException refused(Path folder, byte[] file, long offset, Reader reader) throws IOException {
        Path path = Files.write(folder.resolve("damaged"), file);
        FileFormatException refused = assertThrows(FileFormatException.class, () -> reader.read(path));
        assertEquals(path.toString(), refused.source());
        assertEquals(offset, refused.offset(), refused.getMessage());
        assertEquals(
                path + ": byte " + offset + ": expected " + refused.expected() + ", found " + refused.found(),
                refused.getMessage());
        return refused;
    }

    /// Cuts a good file at every length; each part must be refused.
    static void refusesEveryPart(Path folder, byte[] file, Reader reader) throws IOException {
        reader.read(Files.write(folder.resolve("whole"), file));
        for (int length = 0; length < file.length; length++) {
            Path path = Files.write(folder.resolve("part"), Arrays.copyOf(file, length));
            FileFormatException refused =
                    assertThrows(FileFormatException.class, () -> reader.read(path), "the first " + length + " bytes");
            assertTrue(refused.offset() >= 0 && refused.offset() <= length, refused.getMessage());
        }
        FileFormatException longer = assertThrows(
                FileFormatException.class,
                () -> reader.read(Files.write(folder.resolve("longer"), Arrays.copyOf(file, file.length + 1))));
        assertTrue(longer.offset() <= file.length, longer.getMessage());
    }

    /// Changes, inserts and removes random bytes of a good file, mostly in its first `header` bytes. Each result
    /// must be read or refused; anything else that is thrown fails the test. Some must be refused and some read, or
    /// the changes would show nothing.
    static void fuzz(Path folder, byte[] file, int header, long seed, int rounds, Reader reader) throws IOException {
        Xoshiro256 random = new Xoshiro256(seed);
        int read = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] changed = change(file, header, random);
            Path path = Files.write(folder.resolve("fuzzed"), changed);
            try {
                reader.read(path);
                read++;
            } catch (FileFormatException refused) {
                assertEquals(path.toString(), refused.source());
                assertFalse(
                        refused.getMessage().chars().anyMatch(Character::isISOControl),
                        () -> "a control character in: " + refused.getMessage());
            } catch (IOException | RuntimeException | Error other) {
                throw new AssertionError("round " + round + ", file " + Arrays.toString(changed), other);
            }
        }
        assertTrue(read > 0 && read < rounds, read + " of " + rounds + " were read");
    }

    private static byte[] change(byte[] file, int header, Xoshiro256 random) {
        byte[] changed = file.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(random.nextInt(4) > 0 ? Math.min(header, changed.length) : changed.length);
            switch (random.nextInt(8)) {
                case 0 ->
                    changed = bytes(Arrays.copyOf(changed, at), Arrays.copyOfRange(changed, at + 1, changed.length));
                case 1 ->
                    changed = bytes(
                            Arrays.copyOf(changed, at),
                            new byte[] {(byte) random.nextInt(256)},
                            Arrays.copyOfRange(changed, at, changed.length));
                case 2 -> changed[at] = (byte) "0123456789,:\"'{}[]()- eE.\\".charAt(random.nextInt(26));
                case 3 -> changed[at] = (byte) random.nextInt(256);
                default -> changed[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return changed;
    }
}
