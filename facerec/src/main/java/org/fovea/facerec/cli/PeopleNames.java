package org.fovea.facerec.cli;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Printable;

/// Names of people, held against the names that a model knows. Names that differ in Unicode's composition alone (é as
/// one letter or as two) are one person's.
final class PeopleNames {
    private static final int SHOWN = 10;

    private PeopleNames() {}

    /// The name in Unicode's form NFC.
    static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /// The faces of exactly the people that a model knows, numbered as the model numbers them.
    ///
    /// @param folder where the faces are from, for messages
    /// @param model where the people are from, for messages
    /// @throws IllegalArgumentException if people are missing in the folder, or new; the message names them
    static FaceSet asKnown(FaceSet faces, List<String> people, String folder, String model) {
        List<String> known = people.stream().map(PeopleNames::composed).toList();
        List<String> found = faces.names().stream().map(PeopleNames::composed).toList();
        List<String> missing = without(known, found);
        List<String> strange = without(found, known);
        if (!missing.isEmpty() || !strange.isEmpty()) {
            List<String> said = new ArrayList<>();
            if (!missing.isEmpty()) {
                said.add("missing: " + some(missing));
            }
            if (!strange.isEmpty()) {
                said.add("new: " + some(strange));
            }
            throw new IllegalArgumentException(folder + " holds other people (" + found.size() + ") than " + model
                    + " knows (" + known.size() + "); " + String.join("; ", said));
        }
        return found.equals(known)
                ? faces
                : faces.only(known.stream().mapToInt(found::indexOf).toArray());
    }

    private static List<String> without(List<String> names, List<String> others) {
        List<String> left = new ArrayList<>(names);
        left.removeAll(others);
        return left;
    }

    /// At most ten names, and how many there are: `2 (Ada, Bo)`.
    static String some(List<String> names) {
        return names.stream()
                .limit(SHOWN)
                .map(Printable::of)
                .collect(Collectors.joining(", ", names.size() + " (", names.size() > SHOWN ? ", …)" : ")"));
    }
}
