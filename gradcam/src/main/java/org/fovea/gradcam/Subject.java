package org.fovea.gradcam;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What is explained: a network, a batch of pictures, a scalar of the network's output, and the layer to look at.
///
/// ```
/// Subject subject = Subject.of(network, pictures, Targets.logit(3)).layer("relu4");
/// List<HeatMap> maps = new GradCam().maps(subject);
/// ```
///
/// A subject is a value: each setter gives another one. Those that look at the same pass share it, so that a second
/// layer or a second method costs no second pass. One thread uses a subject and its relatives at a time.
public final class Subject {
    private final Passes passes;
    private final @Nullable String layer;
    private final Convention convention;
    private final long seed;

    private Subject(Passes passes, @Nullable String layer, Convention convention, long seed) {
        this.passes = passes;
        this.layer = layer;
        this.convention = convention;
        this.seed = seed;
    }

    /// A subject at the last layer with a spatial extent, by the papers' convention.
    ///
    /// @param pictures (N, H, W, C); copied when the pass is made
    public static Subject of(Network network, Tensor pictures, PictureTarget target) {
        Shape input = network.input().shape();
        Shape shape = pictures.shape();
        if (shape.rank() != input.rank() + 1 || !shape.example().equals(input)) {
            throw new IllegalArgumentException(
                    network.name() + " reads pictures of " + input + ", found a batch of shape " + shape);
        }
        Passes passes = new Passes(network, pictures, target, Layers.logits(network), Workers.common());
        return new Subject(passes, null, Convention.PAPER, 1);
    }

    // --- settings ---

    /// The layer that methods look at.
    ///
    /// @throws IllegalArgumentException if there is no such node, or its output has no height and width
    public Subject layer(String name) {
        Shape shape = network().node(name).shape();
        if (shape.rank() != 3) {
            throw new IllegalArgumentException(
                    "a map needs a layer with height and width; \"" + name + "\" puts out " + shape);
        }
        return new Subject(passes, name, convention, seed);
    }

    public Subject convention(Convention convention) {
        return new Subject(passes, layer, convention, seed);
    }

    /// Where methods that draw at random begin.
    public Subject seed(long seed) {
        return new Subject(passes, layer, convention, seed);
    }

    /// The threads that passes run on.
    public Subject workers(Workers workers) {
        return with(passes.with(workers));
    }

    public Subject target(PictureTarget target) {
        return with(passes.with(target));
    }

    /// The node whose output the target reads; otherwise the last one, or what a last softmax reads.
    public Subject output(String node) {
        return with(passes.reading(network().node(node).name()));
    }

    /// The same question about another network with the same nodes, such as a rewrite of this one.
    public Subject network(Network network) {
        return with(passes.with(network));
    }

    /// The same question about other pictures.
    public Subject pictures(Tensor pictures) {
        return with(passes.with(pictures));
    }

    private Subject with(Passes passes) {
        return new Subject(passes, layer, convention, seed);
    }

    // --- what was asked ---

    public Network network() {
        return passes.network();
    }

    /// (N, H, W, C).
    public Tensor pictures() {
        return passes.pictures();
    }

    /// N: the number of pictures.
    public int size() {
        return pictures().shape().extent(0);
    }

    public PictureTarget target() {
        return passes.target();
    }

    /// The node whose output the target reads.
    public String output() {
        return passes.output();
    }

    /// The layer that methods look at, given or chosen.
    public String layer() {
        return layer != null ? layer : Layers.last(network(), output());
    }

    /// Whether the layer was chosen and not given: what a report should say.
    public boolean layerWasChosen() {
        return layer == null;
    }

    public Convention convention() {
        return convention;
    }

    public long seed() {
        return seed;
    }

    public Workers workers() {
        return passes.workers();
    }

    // --- what the passes stored ---

    /// The pass, with the activations and gradients of every node down to the input.
    public Trace trace() {
        return passes.backwardTo(network().input().name());
    }

    /// A and G of one picture at the layer.
    public Reading reading(int picture) {
        return reading(layer(), picture);
    }

    /// A and G of one picture at any layer with height and width.
    public Reading reading(String layer, int picture) {
        return Reading.of(passes.backwardTo(layer), layer, picture);
    }

    /// The layer's channels.
    public int channels() {
        return network().node(layer()).shape().channels();
    }

    /// Y of each picture.
    public double[] scores() {
        return passes.scores();
    }

    // --- what would happen ---

    /// Y of one picture's target for other pictures in its place.
    ///
    /// @param picture whose target is measured
    /// @param changed (M, H, W, C)
    /// @return M values
    public double[] scores(int picture, Tensor changed) {
        return passes.scores(picture, changed);
    }

    /// Y of one picture if the layer's activations were others.
    ///
    /// @param changed (M, h, w, c), in the layer's shape
    /// @return M values
    public double[] scoresAfter(int picture, Tensor changed) {
        return passes.tail(layer(), picture).scores(changed);
    }

    /// The network after the layer, as it would answer for one picture if the layer's activations were others.
    public Tail tail(int picture) {
        return passes.tail(layer(), picture);
    }

    // --- results ---

    /// A map of one picture at the layer.
    public HeatMap map(int picture, String method, float[] values) {
        Shape shape = network().node(layer()).shape();
        return new HeatMap(shape.extent(0), shape.extent(1), values, method, layer(), target().describe(picture));
    }

    /// A map of one picture at the input's size.
    public HeatMap inputMap(int picture, String method, float[] values) {
        Shape shape = network().input().shape();
        return new HeatMap(
                shape.extent(0),
                shape.extent(1),
                values,
                method,
                network().input().name(),
                target().describe(picture));
    }
}
