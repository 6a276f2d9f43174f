package org.fovea.engine.onnx.proto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.jspecify.annotations.Nullable;

/// The files beside a model that hold its large tensors.
///
/// A model may name files in its own folder and below, and nothing else: not by an absolute path, not by `..`, not by a
/// link that leads out. What a model can have read, its outputs can give away.
///
/// Tensors may share bytes, but all together no more than the file twice over.
final class ExternalData {
    private final @Nullable Path model;
    private final String source;
    private final Map<Path, Long> taken = new HashMap<>();

    /// @param model null where there is no folder to look in
    ExternalData(@Nullable Path model, String source) {
        this.model = model;
        this.source = source;
    }

    /// The bytes of one tensor.
    ///
    /// @param location the schema's keys `location`, `offset` and `length`
    /// @param bytes how many there must be
    /// @param tensor the tensor, as messages name it
    /// @param at where the tensor stands in the model's file
    byte[] read(Map<String, String> location, long bytes, String tensor, long at) throws IOException {
        String name = location.getOrDefault("location", "");
        Path file = find(name, tensor, at);
        long size = Files.size(file);
        long offset = number(location, "offset", 0, tensor, at);
        long length = number(location, "length", bytes, tensor, at);
        if (length != bytes || bytes > Integer.MAX_VALUE - 8) {
            throw refused(at, tensor + " to have " + bytes + " bytes in " + ModelReader.quote(name), length + " bytes");
        }
        if (offset > size - length) {
            throw refused(
                    at,
                    tensor + " to have bytes " + offset + " to " + (offset + length) + " of " + ModelReader.quote(name),
                    "the file's end at " + size);
        }
        if (taken.merge(file, bytes, Long::sum) > 2 * size) {
            throw refused(
                    at,
                    "tensors of at most twice the " + size + " bytes of " + ModelReader.quote(name),
                    taken.get(file) + " bytes");
        }
        // Once as bytes and once as numbers.
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw refused(at, tensor + " to fit in half of the heap", bytes + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw refused(
                            at,
                            tensor + " to have " + bytes + " bytes in " + ModelReader.quote(name),
                            "the file's end");
                }
            }
        }
        return buffer.array();
    }

    private Path find(String name, String tensor, long at) throws IOException {
        String expected = tensor + " to name a file in the model's folder";
        if (model == null) {
            throw refused(at, tensor + " to hold its numbers itself", "the file " + ModelReader.quote(name));
        }
        Path folder = model.toAbsolutePath().getParent();
        Path relative;
        try {
            relative = Path.of(name);
        } catch (InvalidPathException e) {
            throw refused(at, expected, ModelReader.quote(name));
        }
        boolean climbs = false;
        for (Path step : relative) {
            climbs |= step.toString().equals("..");
        }
        // A backslash is a separator on another system, and a file that is read here may be looked at there.
        if (name.isEmpty() || folder == null || relative.isAbsolute() || climbs || name.contains("\\")) {
            throw refused(at, expected, ModelReader.quote(name));
        }
        Path file = folder.resolve(relative);
        if (!Files.isRegularFile(file)) {
            throw refused(at, expected, ModelReader.quote(name) + ", which is not there");
        }
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            throw refused(at, expected, ModelReader.quote(name) + ", a link that leads out of it");
        }
        return file;
    }

    private long number(Map<String, String> location, String key, long otherwise, String tensor, long at)
            throws FileFormatException {
        String text = location.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a negative number is.
        }
        throw refused(at, tensor + " to have a whole number as " + key, ModelReader.quote(text));
    }

    private FileFormatException refused(long at, String expected, String found) {
        return new FileFormatException(source, at, expected, found);
    }
}
