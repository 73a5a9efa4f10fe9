package dev.drover.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.FlavorProvider.Drain;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What {@link FlavorProvider} promises, as tests that every flavor runs. */
public abstract class FlavorProviderContract {
    protected static final Allocation TWO = new Allocation(2, List.of());

    protected abstract FlavorProvider flavor();

    protected abstract JsonNode goodProperties();

    /** Properties that {@link FlavorProvider#validate} refuses. */
    protected abstract JsonNode brokenProperties();

    /** Whether the flavor itself knows what properties there are; otherwise somebody behind it does, and speaks of them as a whole. */
    protected boolean knowsProperties() {
        return true;
    }

    /** An instance as the flavor may be asked about. */
    protected Instance anInstance() {
        return new Instance(
                new ProviderId("i-1"), new Token("t-1"), Map.of(), Phase.RUNNING, List.of("127.0.0.1"), Map.of(), null);
    }

    protected final ProvisionRequest aRequest() {
        return new ProvisionRequest(
                new Token("t-1"),
                Map.of("team", "shop"),
                List.of("echo first"),
                new LogicalId("db-1"),
                3,
                List.of(new Attachment("vol-1", "volume")),
                JsonNodeFactory.instance.objectNode().put("of", "the instance"));
    }

    protected final List<String> problems(JsonNode properties) {
        return Schemas.problems(flavor().schema(), properties);
    }

    @Test
    void theSchemaDescribesAnObjectAndRefusesUnknownFields() {
        JsonNode schema = flavor().schema();

        assertThat(Schemas.problemsOfSchema(schema)).isEmpty();
        assertThat(schema.path("type").asString()).isEqualTo("object");
        assertThat(schema.path("additionalProperties").asBoolean(true)).isEqualTo(!knowsProperties());
    }

    @Test
    void goodPropertiesAreAccepted() {
        assertThat(Schemas.problems(flavor().schema(), goodProperties())).isEmpty();
        assertThat(flavor().validate(goodProperties(), TWO)).isEmpty();
    }

    @Test
    void brokenPropertiesAreRefusedWithAReason() {
        assertThat(flavor().validate(brokenProperties(), TWO)).isNotEmpty().allSatisfy(violation -> {
            assertThat(violation.pointer()).startsWith(knowsProperties() ? "/" : "");
            assertThat(violation.message()).isNotBlank();
        });
    }

    @Test
    void preparingKeepsWhatTheRequestHas() {
        ProvisionRequest request = aRequest();

        ProvisionRequest prepared = flavor().prepare(goodProperties(), request, TWO);

        assertThat(prepared.token()).isEqualTo(request.token());
        assertThat(prepared.logicalId()).isEqualTo(request.logicalId());
        assertThat(prepared.index()).isEqualTo(request.index());
        assertThat(prepared.labels()).containsAllEntriesOf(request.labels());
        assertThat(prepared.init()).startsWith(request.init().toArray(String[]::new));
        assertThat(prepared.attachments()).containsAll(request.attachments());
    }

    @Test
    void theTagsAreOnThePreparedRequest() {
        Map<String, String> tags = flavor().tags(goodProperties());

        assertThat(flavor().prepare(goodProperties(), aRequest(), TWO).labels()).containsAllEntriesOf(tags);
    }

    @Test
    void theAttachmentsAreOnThePreparedRequest() {
        assertThat(flavor().prepare(goodProperties(), aRequest(), TWO).attachments())
                .containsAll(flavor().attachments(goodProperties()));
    }

    @Test
    void aPureFlavorPreparesTheSameTwice() {
        Assumptions.assumeTrue(flavor().pure(goodProperties()), "this flavor is not pure");

        assertThat(flavor().prepare(goodProperties(), aRequest(), TWO))
                .isEqualTo(flavor().prepare(goodProperties(), aRequest(), TWO));
    }

    @Test
    void anOpinionOnHealthIsAlwaysGiven() {
        assertThat(flavor().healthy(goodProperties(), anInstance())).isNotNull();
    }

    @Test
    void whatHasNothingToDrainIsDrained() {
        Assumptions.assumeFalse(flavor().drains(goodProperties()), "these properties have something to drain");

        assertThat(flavor().drain(goodProperties(), anInstance())).isEqualTo(Drain.DRAINED);
    }

    @Test
    void whatIsDrainedStaysDrained() {
        Drain first = flavor().drain(goodProperties(), anInstance());

        assertThat(flavor().drain(goodProperties(), anInstance())).isIn(first, Drain.DRAINED);
    }
}
