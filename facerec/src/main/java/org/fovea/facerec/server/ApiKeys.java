package org.fovea.facerec.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Printable;

/// The keys that a server knows, by their SHA-256: lines of role, name and hash.
///
/// ```
/// # who may do what
/// read  door    9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
/// write office  60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
/// ```
///
/// Keys are 256 random bits ([#fresh]), which nobody guesses, so that a fast hash without salt hides them; one that
/// people thought up would need a slow one. A key is compared with every hash, each in constant time.
public final class ApiKeys {
    private static final Pattern LINE = Pattern.compile("(read|write)\\s+([\\w.@-]{1,60})\\s+([0-9a-f]{64})");
    private static final String PREFIX = "fovea_";
    private static final int KEY_BYTES = 32;
    private static final int LONGEST = 200;

    /// A key without the key.
    ///
    /// @param name what logs call it
    public record Holder(String name, Role role) {}

    private record Entry(Holder holder, byte[] hash) {
        @Override
        public String toString() {
            return holder.toString();
        }
    }

    private final List<Entry> entries;

    private ApiKeys(List<Entry> entries) {
        this.entries = entries;
    }

    /// No keys: whoever reaches the server may do all.
    public static ApiKeys none() {
        return new ApiKeys(List.of());
    }

    /// Reads the lines of a file.
    ///
    /// @throws IOException if it cannot be read, holds no key, or a line is none
    public static ApiKeys read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher found = LINE.matcher(line);
            if (!found.matches()) {
                throw new IOException(Printable.of(file) + ", line " + (i + 1)
                        + ": read or write, a name and 64 hexadecimal digits expected (fovea serve --new-key makes"
                        + " such a line)");
            }
            Role role = found.group(1).equals("write") ? Role.WRITE : Role.READ;
            entries.add(
                    new Entry(new Holder(found.group(2), role), HexFormat.of().parseHex(found.group(3))));
        }
        if (entries.isEmpty()) {
            throw new IOException(Printable.of(file) + " holds no key");
        }
        return new ApiKeys(List.copyOf(entries));
    }

    /// A key that was not there before.
    public static String fresh() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The line of a file of keys by which a key is known.
    public static String line(String key, Role role, String name) {
        return role.name().toLowerCase(Locale.ROOT) + " " + name + " " + Fingerprint.of(key);
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Whose key this is; empty where nobody has it.
    Optional<Holder> holder(String key) {
        if (key.length() > LONGEST) {
            return Optional.empty();
        }
        byte[] hash = HexFormat.of().parseHex(Fingerprint.of(key));
        Holder found = null;
        for (Entry entry : entries) { // all of them, so that time does not tell which
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                found = entry.holder();
            }
        }
        return Optional.ofNullable(found);
    }

    @Override
    public String toString() {
        return entries.size() + " keys";
    }
}
