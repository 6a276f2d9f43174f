package org.fovea.facerec.verification;

/// Two photographs of which it is known whether they show one person.
///
/// @param fold which part of the list they belong to, from 0 on
public record PhotoPair(Photo a, Photo b, int fold) {
    /// Whether both show one person.
    public boolean genuine() {
        return a.person().equals(b.person());
    }
}
