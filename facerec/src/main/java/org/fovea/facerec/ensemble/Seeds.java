package org.fovea.facerec.ensemble;

import java.util.List;
import java.util.stream.IntStream;

/// The plain ensemble: networks that see everything and differ by their seeds alone.
public record Seeds() implements Strategy {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Driver driver() {
        return Driver.CONTROL;
    }

    @Override
    public String about() {
        return "networks that see the whole face and differ by their seeds";
    }

    @Override
    public List<Trained> train(Studio studio, Plan plan) {
        return studio.trainAll(
                IntStream.rangeClosed(1, plan.members()).mapToObj(plan::whole).toList());
    }
}
