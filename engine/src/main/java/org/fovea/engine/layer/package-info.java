/// The layers: one small file each, with its shape rule, its parameters, and its operation.
///
/// A [org.fovea.engine.layer.Layer] holds parameters and nothing else. At each [org.fovea.engine.layer.Place] where it
/// is computed it is bound once and becomes an [org.fovea.engine.layer.Operation], which holds in its fields the arrays
/// around it and what forward keeps for backward. To read a layer, hold its `forward` and `backward` against the
/// formulas in its documentation: `x` and `y` are what goes in and out, `w` a parameter, and `dx`, `dy`, `dw` are the
/// derivatives of one scalar, the target or the loss, with respect to each.
///
/// A layer from outside the engine is as good as one of these. This one learns a factor for each channel, y = s\[k\]·x,
/// so dx = s\[k\]·dy and ds\[k\] = Σ x·dy:
///
/// ```
/// public final class Scale extends Layer {
///     private final Parameter s;
///
///     public Scale(int channels) {
///         s = new Parameter("scale", Parameter.Role.WEIGHT, Shape.of(channels));
///     }
///
///     public String type() {
///         return "scale";
///     }
///
///     public Options options() {                                // what makes it again from a model file
///         return new Options().with("channels", s.value().size());
///     }
///
///     public List<Parameter> parameters() {
///         return List.of(s);
///     }
///
///     public void initialize(RandomGenerator random) {
///         Arrays.fill(s.value().data(), 1);
///     }
///
///     public Shape outputShape(List<Shape> inputs) {            // of one example; refuses what does not fit
///         return only(inputs);
///     }
///
///     public Operation bind(Place place) {                      // once a trace
///         return new Scaling(s, place);
///     }
/// }
///
/// final class Scaling implements Operation {
///     Scaling(Parameter parameter, Place place) {               // the fields' declarations are left out here
///         this.parameter = parameter;
///         this.place = place;
///         s = parameter.value().data();
///         x = place.x().data();                                 // (N, …, C), the same array at every step
///         y = place.y().data();
///         dx = place.dx();
///         forward = place.splitRows(this::forward);             // pieces of rows, on the place's threads
///         backward = place.splitRows(this::backward);
///         shares = new float[backward.pieces() * s.length];     // a step allocates nothing, so it is done here
///     }
///
///     public void forward() {
///         forward.run();
///     }
///
///     private void forward(int from, int to) {                  // rows, to exclusive
///         for (int i = from * s.length; i < to * s.length; i++) {
///             y[i] = s[i % s.length] * x[i];
///         }
///     }
///
///     public void backward() {
///         Arrays.fill(shares, 0);
///         backward.run();
///         if (place.wantsParameters()) {
///             float[] ds = place.gradient(parameter);
///             for (int i = 0; i < shares.length; i++) {         // in the pieces' order, whoever computed them
///                 ds[i % s.length] += shares[i];
///             }
///         }
///     }
///
///     private void backward(int from, int to) {
///         float[] dy = place.dy().data();
///         int at = backward.piece(from) * s.length;
///         for (int i = from * s.length; i < to * s.length; i++) {
///             dx.put(i, s[i % s.length] * dy[i]);               // replaces or adds, as other readers of x need
///             shares[at + i % s.length] += x[i] * dy[i];
///         }
///     }
/// }
/// ```
///
/// One with a single input and no parameters writes less: [org.fovea.engine.layer.SplitOperation] leaves the two ranges
/// to it, as `Gelu` shows.
///
/// `NetworkBuilder.add` puts it into a network, where it trains like any other. A
/// [org.fovea.engine.layer.LayerType], provided as a service, lets `ModelFile.read` and `Network.copy` make it again.
/// The rooms hold the engine's own layers for networks from elsewhere, each with a `LayerType` inside: `elementwise`
/// (functions of one number, and of several arrays that are broadcast), `movement` (values elsewhere, resizing),
/// `reduction` and `normalization`. A new one there is named by its `Type` in `module-info` and in `META-INF/services`.
///
/// For those who take networks apart a layer also says whether it is linear, passes its input on, works value by value
/// or slides a window, where the answer of [org.fovea.engine.layer.Layer] does not hold.
package org.fovea.engine.layer;
