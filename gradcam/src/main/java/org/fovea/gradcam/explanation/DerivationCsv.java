package org.fovea.gradcam.explanation;

import java.io.IOException;

/// A derivation as one long table: `quantity,channel,row,column,value`, one number a line, fields that do not apply
/// left empty. Floats are written with as many digits as bring them back bit for bit.
///
/// | quantity | given by |
/// |---|---|
/// | `activation`, `gradient` | channel, row, column |
/// | `alpha`, `mean_activation`, `covariance`, `contribution` | channel |
/// | `map` | row, column |
/// | `map_sum`, `thrown_away`, `bias`, `residue`, `value`, `discarded_by_relu` | nothing |
public final class DerivationCsv {
    private DerivationCsv() {}

    /// @param out is written to and not closed
    public static void write(Derivation d, Ledger ledger, Appendable out) throws IOException {
        out.append("quantity,channel,row,column,value\n");
        array("activation", d, d.activation(), out);
        array("gradient", d, d.gradient(), out);
        for (int k = 0; k < d.channels(); k++) {
            channel("alpha", k, d.alpha()[k], out);
            channel("mean_activation", k, d.meanActivation()[k], out);
            channel("covariance", k, d.covariance()[k], out);
            channel("contribution", k, d.contribution(k), out);
        }
        for (int i = 0; i < d.cells(); i++) {
            out.append("map,,").append(Integer.toString(i / d.width())).append(',');
            out.append(Integer.toString(i % d.width())).append(',');
            out.append(Float.toString(d.map()[i])).append('\n');
        }
        single("map_sum", ledger.mapSum(), out);
        single("thrown_away", ledger.thrownAway(), out);
        single("bias", ledger.bias(), out);
        single("residue", ledger.residue(), out);
        single("value", ledger.value(), out);
        single("discarded_by_relu", d.discarded(), out);
    }

    private static void array(String quantity, Derivation d, float[] values, Appendable out) throws IOException {
        for (int k = 0; k < d.channels(); k++) {
            for (int i = 0; i < d.cells(); i++) {
                out.append(quantity).append(',').append(Integer.toString(k)).append(',');
                out.append(Integer.toString(i / d.width())).append(',');
                out.append(Integer.toString(i % d.width())).append(',');
                out.append(Float.toString(values[i * d.channels() + k])).append('\n');
            }
        }
    }

    private static void channel(String quantity, int k, double value, Appendable out) throws IOException {
        out.append(quantity).append(',').append(Integer.toString(k)).append(",,,");
        out.append(Double.toString(value)).append('\n');
    }

    private static void single(String quantity, double value, Appendable out) throws IOException {
        out.append(quantity).append(",,,,").append(Double.toString(value)).append('\n');
    }
}
