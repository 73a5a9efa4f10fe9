package dev.drover.provider.combo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.provider.Flavors;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProvider.Drain;
import dev.drover.provider.spi.FlavorProvider.Opinion;
import dev.drover.provider.spi.FlavorProviderContract;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import dev.drover.provider.vanilla.VanillaFlavor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ComboFlavorContractTest extends FlavorProviderContract {
    private final ScriptedFlavor first = new ScriptedFlavor();
    private final ScriptedFlavor second = new ScriptedFlavor();
    private final Flavors flavors = new Flavors(Map.of(
            "vanilla", new VanillaFlavor(), "first", first, "plugin/second", second, "other", new ComboFlavor(none())));
    private final ComboFlavor combo = new ComboFlavor(flavors);

    private static Flavors none() {
        return new Flavors(Map.of());
    }

    @Override
    protected FlavorProvider flavor() {
        return combo;
    }

    @Override
    protected JsonNode goodProperties() {
        return json("""
                {"flavors": [
                  {"provider": "first", "properties": {"tags": {"role": "web"}, "init": ["echo one"]}},
                  {"provider": "plugin/second",
                   "properties": {"tags": {"role": "web", "tier": "front"}, "init": ["echo two"],
                                  "attachments": [{"id": "vol-1", "type": "volume"}]}},
                  {"provider": "vanilla"}]}
                """);
    }

    @Override
    protected JsonNode brokenProperties() {
        return json("""
                {"flavors": [{"provider": "vanilla", "properties": {"tags": {"drover.group": "mine"}}}]}
                """);
    }

    @Test
    void eachIsGivenWhatThoseBeforeItHavePrepared() {
        second.also = request -> with(request, request.labels(), "had " + request.init());

        ProvisionRequest prepared = combo.prepare(goodProperties(), aRequest(), TWO);

        assertThat(prepared.labels()).isEqualTo(Map.of("team", "shop", "role", "web", "tier", "front"));
        assertThat(prepared.init())
                .containsExactly("echo first", "echo one", "echo two", "had [echo first, echo one, echo two]");
        assertThat(prepared.attachments()).containsExactly(new Attachment("vol-1", "volume"));
        assertThat(prepared.token()).isEqualTo(aRequest().token());
        assertThat(prepared.properties()).isEqualTo(aRequest().properties());
    }

    @Test
    void aFlavorThatChangesALabelOfOneBeforeItIsRefused() {
        second.also = request -> with(request, Map.of("team", "shop", "role", "db"), "x");

        assertThatThrownBy(() -> combo.prepare(goodProperties(), aRequest(), TWO))
                .isInstanceOfSatisfying(
                        ProviderFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ProviderFailure.Kind.REJECTED))
                .hasMessage("flavor 2, 'plugin/second', changes the label 'role', which was set before it");
    }

    @Test
    void itIsPureIfAllOfItsFlavorsAre() {
        assertThat(combo.pure(goodProperties())).isTrue();
        second.pure = false;
        assertThat(combo.pure(goodProperties())).isFalse();
        assertThat(combo.pure(of("vanilla", "first"))).isTrue();
        assertThat(combo.pure(of("vanilla", "gone"))).isFalse();
    }

    @Test
    void tagsAndAttachmentsAreThoseOfAll() {
        assertThat(combo.tags(goodProperties())).isEqualTo(Map.of("role", "web", "tier", "front"));
        assertThat(combo.attachments(json("""
                {"flavors": [
                  {"provider": "vanilla", "properties": {"attachments": [{"id": "a", "type": "volume"}]}},
                  {"provider": "vanilla",
                   "properties": {"attachments": [{"id": "a", "type": "volume"}, {"id": "a", "type": "network"}]}}]}
                """)))
                .containsExactly(new Attachment("a", "volume"), new Attachment("a", "network"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWhereItIs() {
        assertThat(combo.validate(json("""
                {"flavors": [
                  {"provider": "first", "properties": {"tags": {"a/b": "1", "drover.x": "y"}}},
                  {"provider": "vanilla", "properties": {"tags": {"a/b": "2", "drover.group": "z"}}},
                  {"provider": "nobody"},
                  {"provider": "other", "properties": {}}]}
                """), TWO))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(
                        "/flavors/0/properties/tags/drover.x",
                        "/flavors/1/properties/tags/drover.group",
                        "/flavors/1/properties/tags/a~1b",
                        "/flavors/2/provider",
                        "/flavors/3/provider");
        assertThat(problems(json("""
                {"flavor": [], "flavors": [
                  {"provider": "vanilla", "properties": {"inti": []}},
                  {"provider": "first", "properties": {"init": "x"}},
                  {"provider": "vanila"},
                  {"properties": {}},
                  {"provider": "vanilla", "property": {}}]}
                """)))
                .anyMatch(it -> it.contains("'flavor'"))
                .anyMatch(it -> it.contains("/flavors/0/properties") && it.contains("inti"))
                .anyMatch(it -> it.contains("/flavors/1/properties/init"))
                .anyMatch(it -> it.contains("/flavors/2/provider"))
                .anyMatch(it -> it.contains("/flavors/3") && it.contains("provider"))
                .anyMatch(it -> it.contains("/flavors/4") && it.contains("'property'"));
        assertThat(problems(json("{}"))).isNotEmpty();
        assertThat(problems(json("{\"flavors\": []}"))).isNotEmpty();
    }

    @Test
    void oneThatCannotBeAskedHidesNothingOfTheOthers() {
        first.silence = new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "away");

        assertThat(combo.validate(json("""
                {"flavors": [{"provider": "first"},
                             {"provider": "vanilla", "properties": {"tags": {"drover.x": "y"}}}]}
                """), TWO)).hasSize(1);
        assertThatThrownBy(() -> combo.validate(of("first", "vanilla"), TWO)).isSameAs(first.silence);
    }

    @Test
    void flavorsThatAreFoundLaterAreInTheSchema() {
        assertThat(problems(of("late"))).isNotEmpty();
        Flavors more = new Flavors(Map.of("vanilla", new VanillaFlavor(), "late", new ScriptedFlavor()));
        ComboFlavor later = new ComboFlavor(more);

        assertThat(later.schema()
                        .at("/properties/flavors/items/properties/provider/enum")
                        .valueStream())
                .extracting(JsonNode::asString)
                .containsExactly("late", "vanilla");
        assertThat(later.schema().findValues("const"))
                .extracting(JsonNode::asString)
                .containsExactly("late", "vanilla");
    }

    @Test
    void theWorstOpinionCountsAndNamesWhoseItIs() {
        JsonNode both = of("first", "plugin/second");
        assertThat(combo.healthy(both, anInstance())).isEqualTo(new Opinion.None());
        assertThat(combo.judges(both)).isFalse();

        first.thinks(new Opinion.Healthy());
        assertThat(combo.judges(both)).isTrue();
        assertThat(combo.healthy(both, anInstance())).isEqualTo(new Opinion.Healthy());

        second.thinks(new Opinion.Unknown("no idea"));
        assertThat(combo.healthy(both, anInstance()))
                .isEqualTo(new Opinion.Unknown("flavor 2, 'plugin/second': no idea"));

        first.thinks(new Opinion.Unhealthy("on fire"));
        int asked = second.judged;
        assertThat(combo.healthy(both, anInstance())).isEqualTo(new Opinion.Unhealthy("flavor 1, 'first': on fire"));
        assertThat(second.judged).isEqualTo(asked);

        first.thinks(new Opinion.Healthy());
        second.thinks(new Opinion.Unhealthy("cold"));
        assertThat(combo.healthy(both, anInstance()))
                .isEqualTo(new Opinion.Unhealthy("flavor 2, 'plugin/second': cold"));
    }

    @Test
    void oneThatFailsIsUnknownUnlessAnotherSaysUnhealthy() {
        JsonNode both = of("first", "plugin/second");
        first.thinks(new Opinion.Healthy()).silence = new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "away");
        second.thinks(new Opinion.Healthy());
        assertThat(combo.healthy(both, anInstance())).isEqualTo(new Opinion.Unknown("flavor 1, 'first': away"));

        second.thinks(new Opinion.Unhealthy("cold"));
        assertThat(combo.healthy(both, anInstance()))
                .isEqualTo(new Opinion.Unhealthy("flavor 2, 'plugin/second': cold"));
        assertThat(combo.healthy(of("gone"), anInstance()))
                .isEqualTo(new Opinion.Unknown("flavor 1, 'gone': flavor gone is not configured on this replica"));
    }

    @Test
    void theyAreDrainedFromTheLastToTheFirstEachWhenTheOneBehindItIs() {
        JsonNode both = of("first", "plugin/second");
        assertThat(combo.drains(both)).isFalse();
        first.answers(Drain.DRAINING, Drain.DRAINED);
        second.answers(Drain.DRAINING, Drain.DRAINED);
        assertThat(combo.drains(both)).isTrue();

        assertThat(combo.drain(both, anInstance())).isEqualTo(Drain.DRAINING);
        assertThat(first.drainsAsked).isZero();
        assertThat(second.drainsAsked).isEqualTo(1);

        assertThat(combo.drain(both, anInstance())).isEqualTo(Drain.DRAINING);
        assertThat(first.drainsAsked).isEqualTo(1);
        assertThat(second.drainsAsked).isEqualTo(2);

        // What has drained may not answer any more: it is not asked again.
        assertThat(combo.drain(both, anInstance())).isEqualTo(Drain.DRAINED);
        assertThat(first.drainsAsked).isEqualTo(2);
        assertThat(second.drainsAsked).isEqualTo(2);
    }

    @Test
    void whatIsRememberedOfADrainIsOfThatInstanceAlone() {
        JsonNode both = of("first", "plugin/second");
        first.answers(Drain.DRAINING);
        second.answers(Drain.DRAINED);
        combo.drain(both, anInstance());
        combo.drain(both, anInstance());
        assertThat(second.drainsAsked).isEqualTo(1);

        Instance it = anInstance();
        combo.drain(
                both,
                new Instance(
                        it.id(), new Token("t-2"), it.labels(), it.phase(), it.addresses(), it.ports(), it.detail()));
        assertThat(second.drainsAsked).isEqualTo(2);
    }

    @Test
    void aFlavorThatIsNotHereHoldsTheDrainUp() {
        second.answers(Drain.DRAINED);
        assertThat(combo.drains(of("gone"))).isTrue();
        assertThatThrownBy(() -> combo.drain(of("gone", "plugin/second"), anInstance()))
                .isInstanceOf(ProviderFailure.class)
                .hasMessageContaining("flavor gone is not configured on this replica");
        assertThatThrownBy(() -> combo.prepare(of("gone"), aRequest(), TWO)).isInstanceOf(ProviderFailure.class);
        assertThatThrownBy(() -> combo.tags(of("gone"))).isInstanceOf(ProviderFailure.class);
    }

    private static ProvisionRequest with(ProvisionRequest request, Map<String, String> labels, String line) {
        List<String> init = new ArrayList<>(request.init());
        init.add(line);
        return new ProvisionRequest(
                request.token(),
                labels,
                init,
                request.logicalId(),
                request.index(),
                request.attachments(),
                request.properties());
    }

    private static JsonNode of(String... names) {
        var combo = JsonMapper.shared().createObjectNode();
        var list = combo.putArray("flavors");
        for (String name : names) {
            list.addObject().put("provider", name);
        }
        return combo;
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
