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

    /// The first row of x in the windows of row i of y.
    public int top(int i) {
        return Math.max(i * strideH - padTop, 0);
    }

    /// The end, exclusive, of the rows of x in the windows of row i of y.
    public int bottom(int i) {
        return Math.min(i * strideH - padTop + kh, h);
    }

    /// The first column of x in the windows of column j of y.
    public int left(int j) {
        return Math.max(j * strideW - padLeft, 0);
    }

    /// The end, exclusive, of the columns of x in the windows of column j of y.
    public int right(int j) {
        return Math.min(j * strideW - padLeft + kw, w);
    }

    /// What average pooling divides the sum of window (i, j) by.
    public int divisor(int i, int j) {
        if (!countIncludePad) {
            return (bottom(i) - top(i)) * (right(j) - left(j));
        }
        int top = i * strideH - padTop;
        int left = j * strideW - padLeft;
        return (Math.min(top + kh, h + padBottom) - top) * (Math.min(left + kw, w + padRight) - left);
    }
}
