package org.fovea.engine.train;

import static org.fovea.engine.train.SmallTraining.assertSameWeights;
import static org.fovea.engine.train.SmallTraining.trainer;
import static org.fovea.engine.train.SmallTraining.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.network.Target;
import org.fovea.engine.parallel.Workers;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    @Test
    void earlyStoppingGivesTheBestWeightsBack() {
        List<Map<String, int[]>> after = new ArrayList<>();
        Trainer trainer = trainer(7)
                .epochs(30)
                .optimizer(new Sgd(0.9, false, 0))
                .schedule(Schedule.constant(0.3))
                .earlyStopping(new EarlyStopping(EarlyStopping.Figure.LOSS, 3));
        Recorder recorder = new Recorder();
        trainer.listener(recorder).listener(new TrainingListener() {
            @Override
            public void epoch(EpochFigures figures) {
                after.add(weights(trainer.network));
            }
        });
        Outcome outcome = trainer.train();
        int best = 1;
        for (int epoch = 2; epoch <= after.size(); epoch++) {
            if (validationLoss(recorder, epoch) < validationLoss(recorder, best)) {
                best = epoch;
            }
        }
        assertTrue(after.size() < 30, "the training was to stop early");
        assertEquals(best + 3, after.size(), "three epochs without improvement are borne");
        assertEquals(best, outcome.best());
        assertEquals(after.size() * 6L, outcome.steps());
        assertEquals(after.size(), outcome.last().epoch());
        assertSameWeights(after.get(best - 1), weights(trainer.network));
        assertFalse(Arrays.equals(
                after.getLast().get("conv.weight"), after.get(best - 1).get("conv.weight")));
        EpochFigures.Measured again = new Evaluation(
                        trainer.network, Objects.requireNonNull(trainer.validation), 4, Workers.common())
                .measure(trainer.loss);
        assertEquals(validationLoss(recorder, best), again.loss());
    }

    private static double validationLoss(Recorder recorder, int epoch) {
        return Objects.requireNonNull(recorder.epochs.get(epoch - 1).validation())
                .loss();
    }

    @Test
    void aFigureThatIsNoNumberIsTheWorst() {
        double[] losses = {Double.NaN, 3, Double.NaN, 2, 2.5, 4, 1};
        Outcome outcome = withValidationLosses(losses, 2);
        assertEquals(4, outcome.best());
        assertEquals(6 * 6, outcome.steps(), "epochs 5 and 6 did not improve, the seventh was not run");
        assertEquals(
                1,
                withValidationLosses(new double[] {Double.NaN, Double.NaN, Double.NaN, 1}, 2)
                        .best());
    }

    @Test
    void equalFiguresAreNoImprovement() {
        Outcome outcome = withValidationLosses(new double[] {2, 1, 1, 1, 0}, 2);
        assertEquals(2, outcome.best());
        assertEquals(4 * 6, outcome.steps());
    }

    /// A training whose validation losses are given, epoch by epoch.
    private static Outcome withValidationLosses(double[] losses, int patience) {
        int[] epoch = {0};
        CrossEntropy crossEntropy = new CrossEntropy();
        Loss planned = labels -> {
            Target target = crossEntropy.of(labels);
            // Batches have 4 and 2 examples, the validation 7.
            return labels.length == 7 ? (output, gradient) -> losses[epoch[0]++] : target;
        };
        return trainer(7)
                .loss(planned)
                .epochs(losses.length)
                .earlyStopping(new EarlyStopping(EarlyStopping.Figure.LOSS, patience))
                .train();
    }
}
