package org.fovea.engine.layer;

/// A kind of layer from outside this package, for model files: makes a layer again from the options it had when it was
/// written. The engine's own rooms, such as `layer.movement`, provide theirs in the same way as a module from outside.
///
/// [Layers#create] finds the kinds as services ([java.util.ServiceLoader]): a module says
///
/// ```
/// provides org.fovea.engine.layer.LayerType with com.example.ScaleType;
/// ```
///
/// and on the class path a file `META-INF/services/org.fovea.engine.layer.LayerType` holds that class's name. Its class
/// is public and has a public constructor without parameters.
///
/// Of the options, `in`, `out`, `kernel`, `groups`, `channels` and `parameter` (the shape of one) mean what they
/// mean in the engine's own layers: from them a reader reckons how large the parameters are, and refuses a file that
/// holds fewer numbers before they are made.
public interface LayerType {
    /// The name in the model file, [Layer#type()] of the layers it makes; not one of the engine's own.
    String name();

    /// The layer of these options, its parameters still to be filled.
    ///
    /// @throws IllegalArgumentException if the options do not fit
    Layer create(Options options);
}
