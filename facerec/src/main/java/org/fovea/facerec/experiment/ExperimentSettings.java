package org.fovea.facerec.experiment;

import java.util.List;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.Strategy;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.fusion.Fusion;

/// What an experiment compares, and how.
///
/// @param trainPerPerson pictures a person to learn from
/// @param splits how often the pictures are split anew
/// @param members networks in an ensemble, at most; strategies may have fewer
/// @param seed where all randomness begins
/// @param strategies to be compared; the single network is always there
/// @param fusions the ways in which every ensemble's answers are brought together, the first for curves and faces
/// @param conditions under which the probes are to be recognised
/// @param training how every network is trained
/// @param standardisation how visible pixels become a network's input
public record ExperimentSettings(
        int trainPerPerson,
        int splits,
        int members,
        long seed,
        List<Strategy> strategies,
        List<Fusion> fusions,
        List<Condition> conditions,
        TrainingSettings training,
        Standardisation standardisation) {
    public ExperimentSettings {
        strategies = List.copyOf(strategies);
        fusions = List.copyOf(fusions);
        conditions = List.copyOf(conditions);
        if (trainPerPerson < 1 || splits < 1 || members < 2 || fusions.isEmpty() || conditions.isEmpty()) {
            throw new IllegalArgumentException("an experiment needs at least 1 picture a person to learn from, 1 split,"
                    + " 2 members, 1 fusion and 1 condition; found " + trainPerPerson + ", " + splits + ", " + members
                    + ", " + fusions.size() + " and " + conditions.size());
        }
    }
}
