package org.fovea.facerec.gallery;

/// A person in a gallery.
///
/// @param name the name, in Unicode's form NFC
/// @param pictures how many pictures there are of the person
public record Person(String name, int pictures) {}
