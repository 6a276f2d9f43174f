package org.fovea.engine.definition;

/// The extents of one convolution over a whole batch.
///
/// Arrays: x (N, H, W, C), w (KH, KW, C / groups, OC), bias (OC), y (N, OH, OW, OC). With `groups` = C = OC the
/// convolution is depthwise and w is (KH, KW, 1, C). Output channel `o` belongs to group `o / (OC / groups)`.
///
/// Output extent: OH = ⌊(H + padTop + padBottom − dilationH · (KH − 1) − 1) / strideH⌋ + 1, and OW likewise.
public record ConvolutionShape(
        int n,
        int h,
        int w,
        int c,
        int oc,
        int kh,
        int kw,
        int strideH,
        int strideW,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int dilationH,
        int dilationW,
        int groups) {

    /// Output rows.
    public int oh() {
        return (h + padTop + padBottom - dilationH * (kh - 1) - 1) / strideH + 1;
    }

    /// Output columns.
    public int ow() {
        return (w + padLeft + padRight - dilationW * (kw - 1) - 1) / strideW + 1;
    }

    /// Multiply-adds of one pass over the batch.
    public long multiplyAdds() {
        return (long) n * oh() * ow() * oc * kh * kw * (c / groups);
    }

    public boolean depthwise() {
        return groups == c && oc == c;
    }
}
