package org.fovea.facerec.gallery;

/// The id of a picture that came in a file: `sha256:` and the hash of the file's bytes, and where the file holds
/// several, `#` and the picture's number in it. So a file is known again whoever enrols it, by whatever name.
public final class PictureId {
    private static final String SHA256 = "sha256:";

    private PictureId() {}

    /// @param sha256 of the file's bytes, in hexadecimal digits
    /// @param number the face of a photograph, or the row of an array
    /// @param of how many the file holds
    public static String of(String sha256, int number, int of) {
        return SHA256 + sha256 + (of == 1 ? "" : "#" + number);
    }

    /// Which of those that its file holds a picture is; 0 where the file holds no other.
    public static int number(String id) {
        int at = id.indexOf('#');
        return at < 0 || !id.startsWith(SHA256) ? 0 : Integer.parseInt(id.substring(at + 1));
    }

    /// The hash in an id; empty where the id is not of this form.
    public static String sha256(String id) {
        if (!id.startsWith(SHA256)) {
            return "";
        }
        int number = id.indexOf('#');
        return id.substring(SHA256.length(), number < 0 ? id.length() : number);
    }
}
