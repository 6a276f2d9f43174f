package org.fovea.facerec.data;

/// The people who had fewer readable pictures than asked for, and were left out of a set.
///
/// @param minimum how many pictures of a person were asked for
/// @param people how many people were left out
/// @param pictures how many pictures they had in all, readable or not
public record LeftOut(int minimum, int people, int pictures) {
    /// Nobody.
    static final LeftOut NOBODY = new LeftOut(1, 0, 0);

    /// A line that says so: `left out: 3 people with fewer than 5 pictures (7 pictures)`.
    @Override
    public String toString() {
        return "left out: " + people + (people == 1 ? " person" : " people") + " with fewer than " + minimum
                + (minimum == 1 ? " readable picture" : " pictures") + " (" + pictures
                + (pictures == 1 ? " picture)" : " pictures)");
    }
}
