package org.fovea.gradcam;

import java.util.List;

/// A way to ask a network where in a picture the evidence for an answer lies: a function from a [Subject], which holds
/// what one forward and one backward pass stored, to one map a picture.
///
/// Most methods are a [ChannelMethod]: they say what each channel contributes to each cell, and the map is the sum.
public interface MapMethod {
    /// What a person wants to know about a method before using it.
    ///
    /// @param name as the command line has it: `grad-cam`
    /// @param title as its paper has it: `Grad-CAM`
    /// @param formula of the raw map, with A the layer's activations, G = ∂Y/∂A their gradients, Z its cells
    /// @param source the paper
    /// @param cost of one picture's map
    /// @param needs of the network or the pass
    record About(String name, String title, String formula, String source, Cost cost, String needs) {}

    /// What a person wants to know about it.
    About about();

    /// One raw, signed map a picture of the subject, in their order.
    ///
    /// @throws IllegalArgumentException if the network is not one the method can read, saying why
    List<HeatMap> maps(Subject subject);

    /// As the command line has it: `grad-cam`.
    default String name() {
        return about().name();
    }

    /// As its paper has it: `Grad-CAM`.
    default String title() {
        return about().title();
    }

    /// Of the raw map.
    default String formula() {
        return about().formula();
    }

    /// The paper.
    default String source() {
        return about().source();
    }

    /// Of one picture's map.
    default Cost cost() {
        return about().cost();
    }

    /// What it asks of the network or the pass.
    default String needs() {
        return about().needs();
    }
}
