package org.fovea.engine.layer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One layer's place in a trace: its inputs and output, their gradients, and what the layer keeps from forward for
/// backward. Made once with the trace and used again at every step.
public final class Pass implements Workers.Body {
    /// A part of a layer's work: items `from` (inclusive) to `to` (exclusive).
    @FunctionalInterface
    interface Range {
        void run(Pass pass, int from, int to);
    }

    /// At most so many pieces, enough to keep any machine's cores evenly busy.
    private static final int MAX_PIECES = 64;

    private final Layer layer;
    private final List<Tensor> x;
    private final Tensor y;
    private final boolean training;
    private final @Nullable RandomGenerator random;
    private final Workers workers;
    private final Kernels kernels = KernelSelection.selected();
    private final Map<Class<?>, Object> kept = new HashMap<>();

    private @Nullable Tensor dy;
    private List<Tensor> dx = List.of();
    private Map<Parameter, Tensor> gradients = Map.of();
    private final boolean[] wanted;
    private final boolean[] adds;
    private boolean wantsParameters;

    // The work being split, while `split` runs.
    private @Nullable Range range;
    private int items;
    private int perPiece;

    /// @param random the source of dropout's choices; null where nothing is drawn
    public Pass(
            Layer layer,
            List<Tensor> x,
            Tensor y,
            boolean training,
            @Nullable RandomGenerator random,
            Workers workers) {
        this.layer = layer;
        this.x = List.copyOf(x);
        this.y = y;
        this.training = training;
        this.random = random;
        this.workers = workers;
        this.wanted = new boolean[x.size()];
        this.adds = new boolean[x.size()];
        layer.prepare(this);
    }

    /// Gives the pass the arrays that backward writes to: the gradient of each input and of each trained parameter.
    public void attachGradients(Tensor dy, List<Tensor> dx, Map<Parameter, Tensor> gradients) {
        this.dy = dy;
        this.dx = List.copyOf(dx);
        this.gradients = gradients;
    }

    public void forward() {
        layer.forward(this);
    }

    /// Says what [#backward(boolean)] is to do for input `i`: nothing, replace `dx`, or add to it.
    public void wantInput(int i, boolean wanted, boolean add) {
        this.wanted[i] = wanted;
        this.adds[i] = add;
    }

    public void backward(boolean wantsParameters) {
        this.wantsParameters = wantsParameters;
        layer.backward(this);
    }

    public void updateStatistics() {
        layer.updateStatistics(this);
    }

    // --- what a layer reads and writes ---

    public int inputs() {
        return x.size();
    }

    /// The first input, with the batch before it.
    public Tensor x() {
        return x.getFirst();
    }

    public Tensor x(int i) {
        return x.get(i);
    }

    public Tensor y() {
        return y;
    }

    /// The output's gradient.
    public Tensor dy() {
        if (dy == null) {
            throw new IllegalStateException("backward has not begun: there is no gradient yet");
        }
        return dy;
    }

    /// Input `i`'s gradient, to be replaced or added to: see [#adds(int)].
    public Tensor dx(int i) {
        return dx.get(i);
    }

    public Tensor dx() {
        return dx.getFirst();
    }

    /// Whether input `i`'s gradient is wanted at all.
    public boolean wants(int i) {
        return wanted[i];
    }

    /// Whether `dx(i)` holds another consumer's share already, to which this layer's is added.
    public boolean adds(int i) {
        return adds[i];
    }

    /// Whether the parameters' gradients are wanted.
    public boolean wantsParameters() {
        return wantsParameters;
    }

    /// The gradient array of a trained parameter, to be added to.
    public float[] gradient(Parameter parameter) {
        Tensor gradient = gradients.get(parameter);
        if (gradient == null) {
            throw new IllegalStateException("no gradient for " + parameter);
        }
        return gradient.data();
    }

    /// Examples in the batch.
    public int batch() {
        return y.shape().extent(0);
    }

    /// Whether the pass is a training step: batch norm then uses the batch's statistics, and dropout drops.
    public boolean training() {
        return training;
    }

    public RandomGenerator random() {
        if (random == null) {
            throw new IllegalStateException("a training trace needs a random generator");
        }
        return random;
    }

    public Workers workers() {
        return workers;
    }

    Kernels kernels() {
        return kernels;
    }

    /// Keeps an object for this layer's later calls; one of each class.
    <T> void keep(T object) {
        kept.put(object.getClass(), object);
    }

    <T> void keep(Class<T> as, T object) {
        kept.put(as, object);
    }

    <T> T kept(Class<T> type) {
        return Objects.requireNonNull(type.cast(kept.get(type)));
    }

    // --- splitting ---

    /// How many pieces `items` make when none should be smaller than `grain`.
    static int pieces(int items, int grain) {
        return Math.clamp(items / Math.max(grain, 1), 1, MAX_PIECES);
    }

    /// Items in every piece but the last.
    static int perPiece(int items, int grain) {
        return Math.ceilDiv(items, pieces(items, grain));
    }

    /// Runs `range` over `items` in pieces of about `grain` or more, on the pool. The pieces depend on the two
    /// numbers alone. `range` should capture nothing (a static method), so that a step allocates nothing.
    void split(int items, int grain, Range range) {
        this.range = range;
        this.items = items;
        this.perPiece = perPiece(items, grain);
        workers.run(Math.ceilDiv(items, perPiece), this);
    }

    /// Computes one piece; called by the pool.
    @Override
    public void run(int piece) {
        int from = piece * perPiece;
        java.util.Objects.requireNonNull(range).run(this, from, Math.min(items, from + perPiece));
    }
}
