package org.fovea.facerec.fusion;

import java.util.List;
import org.fovea.engine.tensor.Tensor;

/// Arithmetic on the members' scores, all of one shape (N, people).
final class Combining {
    private Combining() {}

    /// The mean over the members.
    static Tensor mean(List<Tensor> members) {
        Tensor mean = Tensor.zeros(members.getFirst().shape());
        for (Tensor member : members) {
            for (int i = 0; i < mean.size(); i++) {
                mean.data()[i] += member.data()[i] / members.size();
            }
        }
        return mean;
    }

    /// The largest of the members' values.
    static Tensor largest(List<Tensor> members) {
        Tensor largest =
                Tensor.of(members.getFirst().shape(), members.getFirst().data().clone());
        for (Tensor member : members) {
            for (int i = 0; i < largest.size(); i++) {
                largest.data()[i] = Math.max(largest.data()[i], member.data()[i]);
            }
        }
        return largest;
    }

    /// All values times a factor, as a new tensor.
    static Tensor scaled(Tensor values, double factor) {
        Tensor scaled = Tensor.of(values.shape(), values.data().clone());
        for (int i = 0; i < scaled.size(); i++) {
            scaled.data()[i] *= (float) factor;
        }
        return scaled;
    }

    /// Each row divided by its sum.
    static Tensor normalised(Tensor values) {
        int n = values.shape().extent(0);
        int length = values.size() / n;
        Tensor result = Tensor.of(values.shape(), values.data().clone());
        for (int at = 0; at < result.size(); at += length) {
            double sum = 0;
            for (int i = at; i < at + length; i++) {
                sum += result.data()[i];
            }
            for (int i = at; i < at + length; i++) {
                result.data()[i] = (float) (result.data()[i] / sum);
            }
        }
        return result;
    }
}
