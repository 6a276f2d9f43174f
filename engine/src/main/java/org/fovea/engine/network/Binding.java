package org.fovea.engine.network;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.fovea.engine.fusion.PlanesOperation;
import org.fovea.engine.layer.InputGradient;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One node's layer bound to its place in a trace or a predictor: the arrays around it, and the operation on them.
final class Binding implements Place {
    private final List<Tensor> x;
    private final Tensor y;
    private final List<Slot> dx;
    private final boolean training;
    private final @Nullable RandomGenerator random;
    private final Workers workers;
    private final Operation operation;

    private @Nullable Tensor dy;
    private Map<Parameter, Tensor> gradients = Map.of();
    private boolean wantsParameters;

    /// @param random the source of what training draws; null outside training
    Binding(Layer layer, List<Tensor> x, Tensor y, @Nullable RandomGenerator random, Workers workers) {
        this.x = List.copyOf(x);
        this.y = y;
        dx = x.stream().map(input -> new Slot()).toList();
        training = random != null;
        this.random = random;
        this.workers = workers;
        operation = layer.bind(this);
    }

    /// Gives the arrays that backward writes to: the gradient of each input and of each trained parameter.
    void attachGradients(Tensor dy, List<Tensor> dx, Map<Parameter, Tensor> gradients) {
        this.dy = dy;
        for (int i = 0; i < dx.size(); i++) {
            this.dx.get(i).array = dx.get(i).data();
        }
        this.gradients = gradients;
    }

    void forward() {
        operation.forward();
    }

    /// The operation where it reads pictures in planes, null where it does not.
    @Nullable
    PlanesOperation ofPlanes() {
        return operation instanceof PlanesOperation ofPlanes && ofPlanes.readsPlanes() ? ofPlanes : null;
    }

    /// Says what the next [#backward] does for input `i`: nothing, replace `dx`, or add to it.
    void wantInput(int i, boolean wanted, boolean adds) {
        Slot slot = dx.get(i);
        slot.wanted = wanted;
        slot.adds = adds;
    }

    void backward(boolean wantsParameters) {
        this.wantsParameters = wantsParameters;
        operation.backward();
    }

    void updateStatistics() {
        operation.updateStatistics();
    }

    private static final class Slot implements InputGradient {
        private float @Nullable [] array;
        private boolean wanted;
        private boolean adds;

        @Override
        public boolean wanted() {
            return wanted;
        }

        @Override
        public boolean adds() {
            return adds;
        }

        @Override
        public float[] data() {
            return begun(array);
        }
    }

    private static <T> T begun(@Nullable T gradient) {
        if (gradient == null) {
            throw new IllegalStateException("backward has not begun: there is no gradient yet");
        }
        return gradient;
    }

    @Override
    public int inputs() {
        return x.size();
    }

    @Override
    public Tensor x(int i) {
        return x.get(i);
    }

    @Override
    public Tensor y() {
        return y;
    }

    @Override
    public Tensor dy() {
        return begun(dy);
    }

    @Override
    public InputGradient dx(int i) {
        return dx.get(i);
    }

    @Override
    public boolean wantsParameters() {
        return wantsParameters;
    }

    @Override
    public float[] gradient(Parameter parameter) {
        Tensor gradient = gradients.get(parameter);
        if (gradient == null) {
            throw new IllegalStateException("no gradient for " + parameter
                    + ": a layer names its trained parameters in parameters(), and backward asks for theirs");
        }
        return gradient.data();
    }

    @Override
    public boolean training() {
        return training;
    }

    @Override
    public RandomGenerator random() {
        if (random == null) {
            throw new IllegalStateException("only a training trace has a random generator");
        }
        return random;
    }

    @Override
    public Workers workers() {
        return workers;
    }
}
