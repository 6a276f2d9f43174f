package org.fovea.engine.definition;

/// The extents of one pooling over a whole batch: x (N, H, W, C) to y (N, OH, OW, C).
///
/// Window (i, j) covers rows i·strideH − padTop … + KH − 1 of x, as far as they exist, and columns likewise. `oh` and
/// `ow` are given, because rounding up (ceil mode) is the layer's decision.
///
/// `padBottom` and `padRight` matter to average pooling alone: where padding is counted, a window's divisor is the part
/// of it inside the padded picture.
public record PoolShape(
        int n,
        int h,
        int w,
        int c,
        int kh,
        int kw,
        int strideH,
        int strideW,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int oh,
        int ow,
        boolean countIncludePad) {

    /// What average pooling divides the sum of window (i, j) by.
    public int divisor(int i, int j) {
        int top = i * strideH - padTop;
        int left = j * strideW - padLeft;
        int bottom = Math.min(top + kh, h + padBottom);
        int right = Math.min(left + kw, w + padRight);
        if (!countIncludePad) {
            top = Math.max(top, 0);
            left = Math.max(left, 0);
            bottom = Math.min(bottom, h);
            right = Math.min(right, w);
        }
        return (bottom - top) * (right - left);
    }
}
