package org.fovea.facerec.data;

/// A file that should be a picture, as a search found it: not yet opened.
///
/// @param path as text, by which it can be opened
/// @param bytes its length; −1 where there was no plain file
/// @param modified when it was last changed, in milliseconds since 1970; 0 where there was no plain file
public record FoundPicture(String path, long bytes, long modified) {}
