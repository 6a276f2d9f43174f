package org.fovea.facerec.experiment;

import java.util.List;
import org.fovea.facerec.data.Condition;

/// What an experiment with views of an embedding network compares.
///
/// @param galleryPerPerson pictures a person in the gallery, at least 2: what makes them alike says where to look
/// @param splits how often the pictures are split anew
/// @param members views in an ensemble, 3 to 9
/// @param draws of the random discs in each split
/// @param seed where all randomness begins
/// @param conditions under which the probes are to be recognised
public record ViewSettings(
        int galleryPerPerson, int splits, int members, int draws, long seed, List<Condition> conditions) {
    public ViewSettings {
        conditions = List.copyOf(conditions);
        if (galleryPerPerson < 2 || splits < 1 || draws < 1 || conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "views of an embedding network need at least 2 gallery pictures a person,"
                            + " 1 split, 1 draw and 1 condition; found " + galleryPerPerson + ", " + splits + ", "
                            + draws
                            + " and " + conditions.size());
        }
        if (members < 3 || members > ViewPlacing.MOST) {
            throw new IllegalArgumentException(
                    "views of an embedding network are 3 to " + ViewPlacing.MOST + " to an ensemble, found " + members);
        }
    }
}
