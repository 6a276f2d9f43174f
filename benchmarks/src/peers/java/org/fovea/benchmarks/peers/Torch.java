package org.fovea.benchmarks.peers;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// What all benchmarks of PyTorch share.
final class Torch {
    private Torch() {}

    /// Sets how many threads compute; to be called on the thread that will measure, because OpenMP counts by
    /// thread.
    static void threads(int threads) {
        torch.set_num_threads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
        if (torch.get_num_threads() != threads) {
            throw new IllegalStateException("PyTorch keeps to " + torch.get_num_threads() + " threads");
        }
        if (Boolean.getBoolean("fovea.peers.config")) {
            System.out.println(torch.show_config().getString());
            System.out.println(torch.get_parallel_info().getString());
        }
    }

    /// A copy of a tensor's values, in the order of its logical axes.
    static float[] values(Tensor tensor) {
        Tensor plain = tensor.detach().contiguous();
        float[] values = new float[(int) plain.numel()];
        plain.data_ptr_float().get(values);
        return values;
    }
}
