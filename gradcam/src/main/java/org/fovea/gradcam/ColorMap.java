package org.fovea.gradcam;

/// Colours for values from 0 to 1.
public enum ColorMap {
    /// Dark blue over red-violet to yellow: matplotlib's *inferno* by a polynomial of degree six, perceptually
    /// uniform.
    INFERNO {
        @Override
        void color(double t, float[] rgb) {
            for (int channel = 0; channel < 3; channel++) {
                double value = 0;
                for (int degree = POLYNOMIAL.length - 1; degree >= 0; degree--) {
                    value = value * t + POLYNOMIAL[degree][channel];
                }
                rgb[channel] = (float) Math.clamp(value, 0.0, 1.0);
            }
        }
    },
    /// Blue over green to red, as many tools show maps. It makes edges where there are none.
    JET {
        @Override
        void color(double t, float[] rgb) {
            rgb[0] = (float) Math.clamp(1.5 - Math.abs(4 * t - 3), 0.0, 1.0);
            rgb[1] = (float) Math.clamp(1.5 - Math.abs(4 * t - 2), 0.0, 1.0);
            rgb[2] = (float) Math.clamp(1.5 - Math.abs(4 * t - 1), 0.0, 1.0);
        }
    };

    /// Coefficients of red, green and blue by rising degree; within 0.034 of matplotlib's table.
    private static final double[][] POLYNOMIAL = {
        {0.0002189403691192265, 0.001651004631001012, -0.01948089843709184},
        {0.1065134194856116, 0.5639564367884091, 3.932712388889277},
        {11.60249308247187, -3.972853965665698, -15.9423941062914},
        {-41.70399613139459, 17.43639888205313, 44.35414519872813},
        {77.162935699427, -33.40235894210092, -81.80730925738993},
        {-71.31942824499214, 32.62606426397723, 73.20951985803202},
        {25.13112622477341, -12.24266895238567, -23.07032500287172}
    };

    abstract void color(double t, float[] rgb);

    /// Red, green and blue, each from 0 to 1, of a value, which is clamped to \[0, 1\].
    public float[] color(double value) {
        float[] rgb = new float[3];
        color(Math.clamp(value, 0.0, 1.0), rgb);
        return rgb;
    }
}
