package org.fovea.gradcam;

import java.util.OptionalInt;
import org.fovea.engine.network.Target;
import org.fovea.engine.tensor.Tensor;

/// A target that is a function of each picture's outputs by themselves, so that it can be measured again for one of
/// them, as often as wanted: what a method that changes the picture needs. [Targets] makes them.
public interface PictureTarget extends Target {
    /// Computes Y for one picture and writes dY/dy into `dy`, every element of it.
    ///
    /// @param picture which one, where the target is another for each
    /// @param y that picture's outputs
    /// @param dy of the length of `y`; holds anything on entry
    /// @return Y
    double evaluate(int picture, float[] y, float[] dy);

    @Override
    String describe(int picture);

    /// The class that Y speaks of, where it speaks of one: what methods that read a class's weights need.
    default OptionalInt classOf(int picture) {
        return OptionalInt.empty();
    }

    /// The sum over the batch, so that each picture's gradient is that of its own Y.
    @Override
    default double evaluate(Tensor output, Tensor gradient) {
        int batch = output.shape().extent(0);
        int each = output.size() / batch;
        float[] y = new float[each];
        float[] dy = new float[each];
        double sum = 0;
        for (int n = 0; n < batch; n++) {
            System.arraycopy(output.data(), n * each, y, 0, each);
            sum += evaluate(n, y, dy);
            System.arraycopy(dy, 0, gradient.data(), n * each, each);
        }
        return sum;
    }
}
