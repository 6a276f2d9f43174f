package org.fovea.facerec.gallery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What a gallery keeps besides its pictures.
///
/// @param format [#FORMAT]
/// @param calibration null until there is one
record About(String format, ModelIdentity model, @Nullable Calibration calibration) {
    static final String FORMAT = "fovea gallery 1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHECKSUM_DIGITS = 8;

    static About of(ModelIdentity model) {
        return new About(FORMAT, model, null);
    }

    About with(@Nullable Calibration other) {
        return new About(format, model, other);
    }

    /// Its JSON behind the CRC-32C of it, in hexadecimal digits.
    String text() {
        try {
            String json = JSON.writeValueAsString(this);
            return checksum(json) + json;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a gallery's description that JSON cannot hold", e);
        }
    }

    /// @throws IOException if this is not what [#text] writes
    static About read(@Nullable String text) throws IOException {
        if (text == null || text.length() < CHECKSUM_DIGITS) {
            throw new IOException("this is no gallery: it does not say of which model");
        }
        String json = text.substring(CHECKSUM_DIGITS);
        if (!text.startsWith(checksum(json))) {
            throw new IOException("the gallery's description is damaged: its checksum does not fit");
        }
        if (!json.contains('"' + FORMAT + '"')) {
            throw new IOException("this is no gallery of the form \"" + FORMAT + "\"; a newer Fovea may read it");
        }
        try {
            About about = JSON.readValue(json, About.class);
            if (about.model() == null) {
                throw new IOException("the gallery's description names no model");
            }
            return about;
        } catch (JsonProcessingException e) {
            throw new IOException("the gallery's description cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static String checksum(String json) {
        var crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
