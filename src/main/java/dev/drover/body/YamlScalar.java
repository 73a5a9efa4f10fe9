package dev.drover.body;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/** What a plain scalar means under YAML 1.2's core schema; times and dates are strings. */
sealed interface YamlScalar {
    record Null() implements YamlScalar {}

    record Bool(boolean value) implements YamlScalar {}

    record Numeral(String digits) implements YamlScalar {}

    record Text(String value) implements YamlScalar {}

    /** Readers disagree on it, or JSON has no such value. */
    record Refused(String why) implements YamlScalar {}

    Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");
    Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** The library's own patterns take seconds for a number of a million digits; this one never goes back. */
    Pattern LONG_NUMBER =
            Pattern.compile("0x[0-9a-fA-F]++|0o[0-7]++|[-+]?+(\\.[0-9]++|[0-9]++(\\.[0-9]*+)?+)([eE][-+]?+[0-9]++)?+");

    static YamlScalar of(String plain) {
        if (plain.isEmpty() || CoreScalarResolver.NULL.matcher(plain).matches()) {
            return new Null();
        }
        if (plain.length() > Numbers.MAX_LENGTH) {
            return LONG_NUMBER.matcher(plain).matches() ? new Numeral(plain) : new Text(plain);
        }
        if (CoreScalarResolver.BOOL.matcher(plain).matches()) {
            return new Bool(Boolean.parseBoolean(plain));
        }
        if (NOT_FINITE.matcher(plain).matches()) {
            return new Refused("JSON has no number " + plain + ": put it in quotes if it is a string");
        }
        if (LEADING_ZERO.matcher(plain).matches()) {
            return new Refused(
                    Shown.text(plain) + " is octal to some readers and decimal to others: put it in quotes if it "
                            + "is a string, or remove the leading zeros");
        }
        if (CoreScalarResolver.INT.matcher(plain).matches()) {
            return integer(plain);
        }
        return CoreScalarResolver.FLOAT.matcher(plain).matches() ? new Numeral(plain) : new Text(plain);
    }

    private static YamlScalar integer(String plain) {
        if (plain.startsWith("0x")) {
            return radix(plain, 16);
        }
        return plain.startsWith("0o") ? radix(plain, 8) : new Numeral(plain);
    }

    private static YamlScalar radix(String plain, int radix) {
        return new Numeral(new BigInteger(plain.substring(2), radix).toString());
    }
}
