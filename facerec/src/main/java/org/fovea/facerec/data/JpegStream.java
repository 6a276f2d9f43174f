package org.fovea.facerec.data;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// A JPEG file made ready for the JDK's reader, so that it gives the samples other readers give (ITU-T T.81, B.1).
///
/// The JDK takes three components without a JFIF or Adobe marker for RGB where they are not sampled alike, converts or
/// refuses by colour profile, and refuses the picture when the profile is damaged. (TwelveMonkeys' reader forgives
/// more, but converts by profile as well, and cannot be told not to.) So all application segments and comments are
/// taken out, and one Adobe segment is put in that says what libjpeg would decide; from the first scan on all bytes
/// stay.
final class JpegStream {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int RESTART_0 = 0xD0;
    private static final int RESTART_7 = 0xD7;
    private static final int TEM = 0x01;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;

    /// How the components hold colour: none of the values, or the transform of an Adobe segment.
    private static final int ABSENT = -1;

    private static final int RGB_OR_CMYK = 0;
    private static final int YCBCR = 1;
    private static final int YCCK = 2;

    private final byte[] bytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int at = 2; // after the start of the image
    private boolean jfif;
    private int adobe = ABSENT;
    private int[] components = {};

    private JpegStream(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A file without its application segments, and with one that says how colour is stored.
    ///
    /// @throws RefusedPictureException if it is of a kind that the JDK's reader does not know
    /// @throws IOException if it is damaged
    static byte[] plain(byte[] bytes) throws IOException {
        var stream = new JpegStream(bytes);
        stream.readSegments();
        return stream.rebuilt();
    }

    private void readSegments() throws IOException {
        for (int marker = nextMarker(); marker != SOS; marker = nextMarker()) {
            if (marker == SOI || marker == EOI) {
                throw new IOException("it has no scan");
            }
            if (marker == TEM || (marker >= RESTART_0 && marker <= RESTART_7)) {
                continue; // these stand alone
            }
            int length = u16(at);
            int body = at + 2;
            int end = at + length;
            if (length < 2 || end > bytes.length) {
                throw new EOFException();
            }
            readSegment(marker, body, end);
            at = end;
        }
        if (components.length == 0) {
            throw new IOException("it has no frame before its first scan");
        }
    }

    private void readSegment(int marker, int body, int end) throws IOException {
        if (marker == APP0 && end - body >= 14 && startsWith(body, "JFIF\0")) {
            jfif = true;
        } else if (marker == APP14 && end - body >= 12 && startsWith(body, "Adobe")) {
            adobe = u8(body + 11);
        } else if (isFrame(marker)) {
            readFrame(marker, body, end);
        }
        if (marker != COMMENT && (marker < APP0 || marker > APP15)) {
            kept.write(0xff);
            kept.write(marker);
            kept.write(bytes, at, end - at);
        }
    }

    /// Whether a marker is one of SOF0 to SOF15, between which DHT, JPG and DAC are strewn.
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void readFrame(int marker, int body, int end) throws IOException {
        String process = switch (marker) {
            case 0xC0, 0xC1, 0xC2 -> "";
            case 0xC3 -> "without loss";
            case 0xC9, 0xCA -> "arithmetically";
            case 0xCB -> "without loss and arithmetically";
            default -> "hierarchically";
        };
        if (!process.isEmpty()) {
            throw new RefusedPictureException("coded " + process + "; baseline and progressive ones are read");
        }
        if (end - body < 6 || end - body < 6 + 3 * u8(body + 5)) {
            throw new IOException("its frame header is cut short");
        }
        if (bytes[body] != 8) {
            throw new RefusedPictureException("of " + bytes[body] + " bits a sample; 8 are read");
        }
        components = new int[u8(body + 5)];
        for (int i = 0; i < components.length; i++) {
            components[i] = u8(body + 6 + 3 * i);
        }
        if (components.length != 1 && components.length != 3 && components.length != 4) {
            throw new RefusedPictureException(
                    "of " + components.length + " components; 1 (grey), 3 (colour) and 4 (CMYK) are read");
        }
    }

    /// Goes behind the next marker, over what does not belong before it, as libjpeg does.
    private int nextMarker() throws EOFException {
        while (true) {
            while (u8(at) != 0xff) {
                at++;
            }
            while (u8(at) == 0xff) {
                at++;
            }
            if (u8(at) != 0) {
                return u8(at++);
            }
        }
    }

    /// The colour transform, as libjpeg's `default_decompress_parms` decides it.
    private int transform() {
        if (components.length == 4) {
            return adobe == ABSENT || adobe == RGB_OR_CMYK ? RGB_OR_CMYK : YCCK;
        }
        boolean rgb = !jfif
                && (adobe == ABSENT ? Arrays.equals(components, new int[] {'R', 'G', 'B'}) : adobe == RGB_OR_CMYK);
        return rgb ? RGB_OR_CMYK : YCBCR;
    }

    private byte[] rebuilt() {
        var whole = new ByteArrayOutputStream(bytes.length + 32);
        whole.writeBytes(new byte[] {(byte) 0xff, (byte) SOI});
        if (components.length > 1) {
            whole.writeBytes(
                    new byte[] {(byte) 0xff, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0});
            whole.write(transform());
        }
        whole.writeBytes(kept.toByteArray());
        whole.write(0xff);
        whole.write(SOS);
        whole.write(bytes, at, bytes.length - at);
        return whole.toByteArray();
    }

    private boolean startsWith(int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int u8(int from) throws EOFException {
        if (from >= bytes.length) {
            throw new EOFException();
        }
        return bytes[from] & 0xff;
    }

    private int u16(int from) throws EOFException {
        return u8(from) << 8 | u8(from + 1);
    }
}
