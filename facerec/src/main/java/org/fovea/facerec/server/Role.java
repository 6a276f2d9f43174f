package org.fovea.facerec.server;

/// What a request may do.
public enum Role {
    /// The page, the description, whether the server lives: what tells nothing of anybody.
    NOBODY,
    /// Ask, and change nothing.
    READ,
    /// Enrol and remove as well.
    WRITE;

    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
