package dev.drover.provider.vanilla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProvider.Drain;
import dev.drover.provider.spi.FlavorProvider.Opinion;
import dev.drover.provider.spi.FlavorProviderContract;
import dev.drover.provider.spi.ProvisionRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VanillaFlavorContractTest extends FlavorProviderContract {
    private final VanillaFlavor flavor = new VanillaFlavor();

    @Override
    protected FlavorProvider flavor() {
        return flavor;
    }

    @Override
    protected JsonNode goodProperties() {
        return json("""
                {"tags": {"role": "web", "drover.self": "true"}, "init": ["echo {{member.index}}"],
                 "attachments": [{"id": "data-3", "type": "volume"}]}
                """);
    }

    @Override
    protected JsonNode brokenProperties() {
        return json("""
                {"tags": {"drover.group": "mine"}}
                """);
    }

    @Test
    void tagsJoinTheLabelsAndInitLinesFollow() {
        ProvisionRequest prepared = flavor.prepare(goodProperties(), aRequest(), TWO);

        assertThat(prepared.labels()).isEqualTo(Map.of("team", "shop", "role", "web", "drover.self", "true"));
        assertThat(prepared.init()).containsExactly("echo first", "echo {{member.index}}");
        assertThat(prepared.properties()).isEqualTo(aRequest().properties());
    }

    @Test
    void attachmentsFollowThoseThatAreThere() {
        JsonNode properties = json("""
                {"attachments": [{"id": "data-3", "type": "volume"}, {"id": "10.0.0.7", "type": "address"}]}
                """);

        assertThat(flavor.prepare(properties, aRequest(), TWO).attachments())
                .containsExactly(
                        new Attachment("vol-1", "volume"),
                        new Attachment("data-3", "volume"),
                        new Attachment("10.0.0.7", "address"));
    }

    @Test
    void withoutPropertiesNothingIsAdded() {
        assertThat(flavor.prepare(json("{}"), aRequest(), TWO)).isEqualTo(aRequest());
    }

    @Test
    void itHasNoOpinionAndNothingToDrain() {
        assertThat(flavor.healthy(goodProperties(), anInstance())).isEqualTo(new Opinion.None());
        assertThat(flavor.drain(goodProperties(), anInstance())).isEqualTo(Drain.DRAINED);
    }

    @Test
    void whatIsNoPortOrPathToDrainIsRefusedByTheSchema() {
        assertThat(problemsOfDrain("{\"port\": \"http\", \"path\": \"/drain?of={{member.id}}\"}"))
                .isEmpty();
        assertThat(problemsOfDrain("{\"port\": 8080}")).isEmpty();
        assertThat(problemsOfDrain("{\"path\": \"/drain\"}")).isNotEmpty();
        assertThat(problemsOfDrain("{\"port\": 65536}")).isNotEmpty();
        assertThat(problemsOfDrain("{\"port\": \"{{ports.http}}\"}")).isNotEmpty();
        assertThat(problemsOfDrain("{\"port\": 80, \"path\": \"drain\"}")).isNotEmpty();
        assertThat(problemsOfDrain("{\"port\": 80, \"path\": \"/a\\nb\"}")).isNotEmpty();
        assertThat(problemsOfDrain("{\"port\": 80, \"path\": \"/a b\"}")).isNotEmpty();
    }

    private List<String> problemsOfDrain(String http) {
        return problems(json("{\"drain\": {\"http\": " + http + "}}"));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
