package org.fovea.facerec.data;

/// A file that should be a picture, as a search found it: not yet opened.
///
/// @param path as text, by which it can be opened
/// @param bytes its length; −1 where there was no plain file
/// @param modified when it was last changed, in milliseconds since 1970; 0 where there was no plain file
public record FoundPicture(String path, long bytes, long modified) {
    /// Whether the path is a URL, of a file that Java's file systems do not reach.
    public boolean atUrl() {
        return isUrl(path);
    }

    /// Whether a text is a URL, and no path.
    public static boolean isUrl(String text) {
        return text.contains("://");
    }
}
