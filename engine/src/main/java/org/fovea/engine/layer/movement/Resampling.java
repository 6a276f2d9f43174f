package org.fovea.engine.layer.movement;

/// The manner of resizing: ONNX's attributes of `Resize`, whose words these are.
///
/// @param mode what an output is of the inputs around it
/// @param coordinates how an output's place becomes one among the inputs
/// @param nearest how with [Mode#NEAREST] a place between two inputs becomes one of them
/// @param cubic the cubic's coefficient a
/// @param excludeOutside whether inputs that are not there have no weight, instead of those at the edge having theirs
/// @param antialias whether the kernel widens where the array shrinks
public record Resampling(
        Mode mode, Coordinates coordinates, Nearest nearest, double cubic, boolean excludeOutside, boolean antialias) {
    /// What an output is of the inputs around it.
    public enum Mode {
        /// One of them.
        NEAREST,
        /// Two an axis, by distance.
        LINEAR,
        /// Four an axis (Keys, 1981).
        CUBIC
    }

    /// How an output's place becomes one among the inputs.
    public enum Coordinates {
        HALF_PIXEL,
        PYTORCH_HALF_PIXEL,
        HALF_PIXEL_SYMMETRIC,
        ALIGN_CORNERS,
        ASYMMETRIC,
        TF_HALF_PIXEL_FOR_NN,
        TF_CROP_AND_RESIZE
    }

    /// How a place between two inputs becomes one of them.
    public enum Nearest {
        ROUND_PREFER_FLOOR,
        ROUND_PREFER_CEIL,
        FLOOR,
        CEIL
    }

    /// A mode with everything else as ONNX has it where nothing is said.
    public static Resampling of(Mode mode, Coordinates coordinates) {
        return new Resampling(mode, coordinates, Nearest.ROUND_PREFER_FLOOR, -0.75, false, false);
    }

    /// ONNX's `Upsample` and the first opset of `Resize`: places counted from the corner, nearest towards 0 where
    /// the array grows and away from it where it shrinks.
    public static Resampling upsample(Mode mode, boolean shrinks) {
        Nearest nearest = shrinks ? Nearest.CEIL : Nearest.FLOOR;
        return new Resampling(mode, Coordinates.ASYMMETRIC, nearest, -0.75, false, false);
    }
}
