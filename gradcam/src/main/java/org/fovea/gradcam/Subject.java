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
/// A subject is a value: each setter gives another one. Those of the same pictures share their [Forward], and those of
/// the same target its [Backward] as well: a second target costs no second forward pass, a second layer or method no
/// pass at all. One thread uses a subject and its relatives at a time.
public final class Subject {
    private final Backward question;
    private final @Nullable String layer;
    private final Convention convention;
    private final long seed;

    private Subject(Backward question, @Nullable String layer, Convention convention, long seed) {
        this.question = question;
        this.layer = layer;
        this.convention = convention;
        this.seed = seed;
    }

    /// A subject at the last layer with a spatial extent, by the papers' convention.
    ///
    /// @param pictures (N, H, W, C); copied when the pass is made
    /// @throws IllegalArgumentException if the network does not read pictures of this shape
    public static Subject of(Network network, Tensor pictures, PictureTarget target) {
        return of(Forward.of(network, pictures, Workers.common()).backward(Layers.logits(network), target));
    }

    /// A subject at the last layer with a spatial extent, by the papers' convention, of a question that is there
    /// already.
    public static Subject of(Backward question) {
        return new Subject(question, null, Convention.PAPER, 1);
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
        return new Subject(question, name, convention, seed);
    }

    /// Whose reading of methods and scaling is followed.
    public Subject convention(Convention convention) {
        return new Subject(question, layer, convention, seed);
    }

    /// Where methods that draw at random begin.
    public Subject seed(long seed) {
        return new Subject(question, layer, convention, seed);
    }

    /// The threads that passes run on.
    public Subject workers(Workers workers) {
        return with(Forward.of(network(), pictures(), workers));
    }

    /// Another scalar Y of the same pictures, which costs no second forward pass.
    public Subject target(PictureTarget target) {
        return with(forward().backward(output(), target));
    }

    /// The node whose output the target reads; otherwise the last one, or what a last softmax reads.
    ///
    /// @throws IllegalArgumentException if there is no such node
    public Subject output(String node) {
        return with(forward().backward(node, target()));
    }

    /// The same question about another network with the same nodes, such as a rewrite of this one.
    ///
    /// @throws IllegalArgumentException if it does not read pictures of this shape
    public Subject network(Network network) {
        return with(Forward.of(network, pictures(), workers()));
    }

    /// The same question about other pictures.
    ///
    /// @param pictures (M, H, W, C)
    /// @throws IllegalArgumentException if the network does not read pictures of this shape
    public Subject pictures(Tensor pictures) {
        return with(Forward.of(network(), pictures, workers()));
    }

    /// The same question about another forward pass, such as one that a [Forward.Derived] keeps.
    ///
    /// @param forward of a network with the same nodes
    public Subject with(Forward forward) {
        return with(forward.backward(output(), target()));
    }

    private Subject with(Backward question) {
        return new Subject(question, layer, convention, seed);
    }

    // --- what was asked ---

    /// What is asked about: the pictures' pass through the network, shared by every question about them.
    public Forward forward() {
        return question.forward();
    }

    /// The question: the target's pass back.
    public Backward backward() {
        return question;
    }

    /// What the pictures pass through.
    public Network network() {
        return forward().network();
    }

    /// (N, H, W, C).
    public Tensor pictures() {
        return forward().pictures();
    }

    /// (H, W, C): one picture's shape.
    ///
    /// @throws IllegalArgumentException if what the network reads has no height and width
    public Shape pictureShape() {
        Shape shape = network().input().shape();
        if (shape.rank() != 3) {
            throw new IllegalArgumentException(
                    "a map needs pictures with height and width; " + network().name() + " reads " + shape);
        }
        return shape;
    }

    /// N: the number of pictures.
    public int size() {
        return forward().size();
    }

    /// What Y is.
    public PictureTarget target() {
        return question.target();
    }

    /// The node whose output the target reads.
    public String output() {
        return question.output();
    }

    /// The layer that methods look at, given or chosen.
    public String layer() {
        return layer != null ? layer : Layers.last(network(), output());
    }

    /// Whether the layer was chosen and not given: what a report should say.
    public boolean layerWasChosen() {
        return layer == null;
    }

    /// Whose reading of methods and scaling is followed.
    public Convention convention() {
        return convention;
    }

    /// Where methods that draw at random begin.
    public long seed() {
        return seed;
    }

    /// The threads that passes run on.
    public Workers workers() {
        return forward().workers();
    }

    // --- what the passes stored ---

    /// The pass, with the activations and gradients of every node down to the input. Shared by every question about
    /// the pictures: its gradients are another target's as soon as another is asked for.
    public Trace trace() {
        return question.trace();
    }

    /// A and G of one picture at the layer.
    public Reading reading(int picture) {
        return reading(layer(), picture);
    }

    /// A of one picture at the layer, without a pass back: G is 0 throughout.
    ///
    /// @throws IllegalArgumentException if the layer has no height and width, or the output does not depend on it
    public Reading activations(int picture) {
        Layers.checkDepends(network(), output(), layer());
        Tensor a = forward().activation(layer());
        return Reading.of(layer(), a, Tensor.zeros(a.shape()), picture);
    }

    /// A and G of one picture at any layer with height and width.
    ///
    /// @throws IllegalArgumentException if the layer has none, or the output does not depend on it
    public Reading reading(String layer, int picture) {
        return Reading.of(layer, forward().activation(layer), question.gradient(layer), picture);
    }

    /// What follows from the layer's activations alone, computed once for all targets.
    ///
    /// @throws IllegalArgumentException if the output does not depend on the layer
    public <T> T derive(Forward.Derived<T> what) {
        Layers.checkDepends(network(), output(), layer());
        return forward().derive(what);
    }

    /// The layer's channels.
    public int channels() {
        return network().node(layer()).shape().channels();
    }

    /// Y of each picture.
    public double[] scores() {
        return question.scores();
    }

    // --- what would happen ---

    /// Y of one picture's target for other pictures in its place.
    ///
    /// @param picture whose target is measured
    /// @param changed (M, H, W, C)
    /// @return M values
    public double[] scores(int picture, Tensor changed) {
        return forward().scores(question, picture, changed);
    }

    /// Y of one picture if the layer's activations were others.
    ///
    /// @param changed (M, h, w, c), in the layer's shape
    /// @return M values
    public double[] scoresAfter(int picture, Tensor changed) {
        return tail(picture).scores(target(), changed);
    }

    /// The network after the layer, as it would answer for one picture if the layer's activations were others.
    public Tail tail(int picture) {
        return forward().tail(output(), layer(), picture);
    }

    // --- results ---

    /// A map of one picture at the layer.
    public HeatMap map(int picture, String method, float[] values) {
        Shape shape = network().node(layer()).shape();
        return new HeatMap(shape.extent(0), shape.extent(1), values, method, layer(), target().describe(picture));
    }

    /// A map of one picture at the input's size.
    public HeatMap inputMap(int picture, String method, float[] values) {
        Shape shape = pictureShape();
        return new HeatMap(
                shape.extent(0),
                shape.extent(1),
                values,
                method,
                network().input().name(),
                target().describe(picture));
    }
}
