package org.fovea.engine.onnx.export;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Concatenate;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Cosine;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Dropout;
import org.fovea.engine.layer.Flatten;
import org.fovea.engine.layer.Gelu;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.L2Normalize;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Multiply;
import org.fovea.engine.layer.PRelu;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.layer.WindowPool;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.movement.DepthToSpace;
import org.fovea.engine.layer.movement.Expand;
import org.fovea.engine.layer.movement.Gather;
import org.fovea.engine.layer.movement.Pad;
import org.fovea.engine.layer.movement.Resize;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.layer.movement.SpaceToDepth;
import org.fovea.engine.layer.movement.Tile;
import org.fovea.engine.layer.movement.Transpose;
import org.fovea.engine.layer.normalization.AxisSoftmax;
import org.fovea.engine.layer.normalization.LocalResponse;
import org.fovea.engine.layer.normalization.LpNormalize;
import org.fovea.engine.layer.normalization.Standardize;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.onnx.lowering.Reorder;
import org.jspecify.annotations.Nullable;

/// Which ONNX nodes each layer becomes: the one list of those that can be written.
final class LayerNodes {
    /// Writes one layer at its place.
    @FunctionalInterface
    interface Writer {
        void write(LayerPlace at);
    }

    private LayerNodes() {}

    /// What writes a layer; null for one that is not known here.
    static @Nullable Writer of(Layer layer) {
        return switch (layer) {
            case Conv2d conv -> at -> WeightNodes.convolution(at, conv);
            case Dense dense -> at -> WeightNodes.dense(at, dense);
            case Cosine cosine -> at -> WeightNodes.cosine(at, cosine);
            case BatchNorm norm -> at -> WeightNodes.batchNorm(at, norm);
            case PRelu prelu -> at -> at.result("PRelu", at.with(at.perChannel(prelu.slope())), Map.of());
            case MaxPool pool -> at -> PoolNodes.max(at, pool);
            case AveragePool pool -> at -> PoolNodes.average(at, pool);
            case GlobalAveragePool ignored -> PoolNodes::global;
            case ActivationLayer activation -> at -> ElementwiseNodes.activation(at, activation);
            case Gelu ignored -> ElementwiseNodes::gelu;
            case Add ignored -> at -> at.result(at.inputs().size() == 2 ? "Add" : "Sum", Map.of());
            case Multiply ignored -> at -> at.result("Mul", Map.of());
            case Softmax ignored -> at -> at.result("Softmax", Map.of("axis", 1L));
            case L2Normalize ignored -> at -> at.result("Div", at.with(length(at, at.x())), Map.of());
            case Concatenate ignored -> at -> at.result("Concat", Map.of("axis", 1L));
            case Flatten ignored -> MovementNodes::flatten;
            case Reshape ignored -> MovementNodes::reshape;
            case Dropout dropout ->
                at -> at.result(
                        "Dropout", at.with(at.number("ratio", dropout.options().number("probability"))), Map.of());
            case ConvTranspose2d conv -> at -> WeightNodes.transposed(at, conv);
            case MatrixMultiply multiply -> at -> WeightNodes.matrices(at, multiply);
            case WindowPool pool -> PoolNodes.canPool(pool) ? at -> PoolNodes.window(at, pool) : null;
            case Elementwise function -> at -> ElementwiseNodes.function(at, function);
            case Arithmetic arithmetic -> at -> ElementwiseNodes.arithmetic(at, arithmetic);
            case Reduce reduce -> at -> AxisNodes.reduce(at, reduce);
            case AxisSoftmax softmax -> at -> AxisNodes.softmax(at, softmax);
            case LpNormalize normalize -> at -> AxisNodes.lpNormalize(at, normalize);
            case LocalResponse response -> at -> AxisNodes.localResponse(at, response);
            case Standardize standardize -> at -> AxisNodes.standardize(at, standardize);
            case Slice slice -> at -> MovementNodes.slice(at, slice);
            case Pad pad -> MovementNodes.canPad(pad) ? at -> MovementNodes.pad(at, pad) : null;
            case Tile tile -> at -> MovementNodes.tile(at, tile);
            case Expand ignored -> MovementNodes::expand;
            case Gather gather -> at -> MovementNodes.gather(at, gather);
            case Transpose transpose -> at -> MovementNodes.transpose(at, transpose);
            case DepthToSpace blocks -> at -> MovementNodes.depthToSpace(at, blocks);
            case SpaceToDepth blocks -> at -> MovementNodes.spaceToDepth(at, blocks);
            case Resize resize -> MovementNodes.canResize(resize) ? at -> MovementNodes.resize(at, resize) : null;
            case Reorder reorder -> at -> MovementNodes.reorder(at, reorder);
            default -> null;
        };
    }

    /// The lengths of the rows of (N, C), (N, 1), at least [L2Normalize]'s ε.
    static String length(LayerPlace at, String rows) {
        String norm = at.step("ReduceL2", List.of(rows), Map.of("axes", new long[] {1}, "keepdims", 1L));
        return at.step("Clip", List.of(norm, at.number("least", L2Normalize.EPSILON)), Map.of());
    }
}
