package dev.drover.infrakit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationHashTest {
    /** Computed by InfraKit itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Plugin':'fake','Properties':{'v':1}} | {'Plugin':'fake','Properties':{}} | fl2lpsaczleoiyjnd3dq5gybdodxft63",
                "{'Plugin':'fake','Properties':{'v':2}} | {'Plugin':'fake','Properties':{}} | d2dupcnalkler6xugpramkgv7fnrj7fp",
                "{'Plugin':'simulator/compute','Properties':{'x':1}} | {'Plugin':'vanilla','Properties':{}}"
                        + " | rvvpp3jrbfyblo4irns2abi4gfmgx7i4",
                "{'Plugin':'file','Properties':{'image':'v1'}}"
                        + " | {'Plugin':'vanilla','Properties':{'Init':['sudo apt-get update -y'],'Tags':{'tier':'web'}}}"
                        + " | j22htqysmyrubsg6i3nk2g6clsok26ir"
            })
    void isThatOfInfraKit(String instance, String flavor, String hash) {
        assertThat(ConfigurationHash.of(plugin(instance), plugin(flavor))).isEqualTo(hash);
    }

    @Test
    void doesNotDependOnTheOrderOfKeysOrOnHowANumberIsWritten() {
        assertThat(StableJson.text(plugin("{'Properties':{'b':1.0,'a':[1e0,{}]},'Plugin':'p'}")))
                .isEqualTo(StableJson.text(plugin("{'Plugin':'p','Properties':{'a':[1,{}],'b':1}}")))
                .isEqualTo("""
                        {
                            "Plugin": "p",
                            "Properties": {
                              "a": [
                                1,
                                {}
                              ],
                              "b": 1
                            }
                          }""");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "100, 100",
        "0.000001, 0.000001",
        "0.000000123, 1.23e-7",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "-1.5e300, -1.5e+300",
        "0.1, 0.1",
        "9007199254740993, 9007199254740992"
    })
    void writesNumbersAsGoDoes(String given, String written) {
        assertThat(StableJson.text(plugin("{'Properties':" + given + "}")))
                .contains("\"Properties\": " + written + "\n");
    }

    @Test
    void escapesWhatGoEscapes() {
        assertThat(StableJson.text(plugin("{'Properties':'<a> & \\u2028 \\u0001 \\\\ \\n ü'}")))
                .contains("\"\\u003ca\\u003e \\u0026 \\u2028 \\u0001 \\\\ \\n ü\"");
    }

    @Test
    void absentPropertiesAreNull() {
        assertThat(StableJson.text(plugin("{'Plugin':'p'}"))).contains("\"Properties\": null\n");
    }

    private static Shapes.PluginSpec plugin(String json) {
        return WireJson.MAPPER.readValue(json.replace('\'', '"'), Shapes.PluginSpec.class);
    }
}
