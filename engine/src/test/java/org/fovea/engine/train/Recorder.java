package org.fovea.engine.train;

import java.util.ArrayList;
import java.util.List;

/// Remembers all that it is told.
final class Recorder implements TrainingListener {
    final List<String> order = new ArrayList<>();
    final List<StepFigures> steps = new ArrayList<>();
    final List<EpochFigures> epochs = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();

    @Override
    public void begin(long stepsDone, long all) {
        order.add("begin " + stepsDone + "/" + all);
    }

    @Override
    public void step(StepFigures figures) {
        order.add("step");
        steps.add(figures);
    }

    @Override
    public void epoch(EpochFigures figures) {
        order.add("epoch");
        epochs.add(figures);
    }

    @Override
    public void end(Outcome outcome) {
        order.add("end");
        outcomes.add(outcome);
    }
}
