package org.fovea.facerec.verification;

import java.nio.file.Path;
import java.util.Locale;

/// A photograph as a list of pairs names it: the person's name, and which of their photographs, from 1 on.
public record Photo(String person, int number) {
    /// Where it stands in a folder laid out like Labeled Faces in the Wild: `Person/Person_0001.jpg`.
    public Path in(Path folder) {
        return folder.resolve(person).resolve(String.format(Locale.ROOT, "%s_%04d.jpg", person, number));
    }
}
