package org.fovea.benchmarks.peers;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/// PyTorch's two layouts of a batch of pictures: its own, and channels last.
public enum TorchFormat {
    NCHW(MemoryFormat.Contiguous),
    NHWC(MemoryFormat.ChannelsLast);

    private final MemoryFormat memory;

    TorchFormat(MemoryFormat memory) {
        this.memory = memory;
    }

    /// A tensor in this layout, from values in the order N, C, H, W.
    Tensor tensor(float[] values, long... shape) {
        return Tensor.create(values, shape).contiguous(memory);
    }
}
